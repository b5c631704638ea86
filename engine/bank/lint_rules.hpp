#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bank/source.hpp"

namespace collimate {

/// An option as it stands on the screen, its words cut once.
struct ReadOption {
    char letter = 'a';
    bool right = false;
    std::string text;                ///< plain, numbers filled in
    std::vector<std::string> words;  ///< lower case
};

/// A text of an item and where it stands.
struct Passage {
    enum class Kind { stem, exhibit, option, explanation, error };

    Kind kind = Kind::stem;
    std::string part;       ///< `.stem`, `.figure`, `.a`; empty for the item itself
    std::string_view text;  ///< as its author wrote it
    std::string line;       ///< plain, without sub- and superscripts (CTDI~vol~ is CTDI), 0 for each placeholder
    std::vector<std::string> written;  ///< words of `line`

    /// Seen before the answer is given.
    [[nodiscard]] bool asked() const { return kind != Kind::explanation && kind != Kind::error; }
};

/// An item as the rules read it.
struct Reading {
    const Item* item = nullptr;
    std::string stem;                     ///< plain, numbers of a sample draw filled in
    std::string asks;                     ///< its sentence that asks
    std::vector<std::string> stem_words;  ///< lower case
    std::vector<std::string> asks_words;
    std::vector<ReadOption> options;  ///< those of the sample draw where the item is parametric; lint_grid sees all

    std::vector<Passage> passages;  ///< every text of the item

    /// One of several worded options is to be chosen.
    [[nodiscard]] bool chooses_words() const;
};

[[nodiscard]] Reading read_for_lint(const Item& item);

/// Collects findings, knows where things were written, and lets an item waive what only warns.
class Findings {
public:
    explicit Findings(const ExamSource& source) : source_(source) {}

    /// `part` names what to point at: `.stem`, `.a`; empty for the item itself.
    void add(Severity severity, const Item& item, std::string_view part, std::string code, std::string fault,
             std::string remedy);
    void block(const Item& item, std::string_view part, std::string code, std::string fault, std::string remedy) {
        add(Severity::block, item, part, std::move(code), std::move(fault), std::move(remedy));
    }
    void warn(const Item& item, std::string_view part, std::string code, std::string fault, std::string remedy) {
        add(Severity::warn, item, part, std::move(code), std::move(fault), std::move(remedy));
    }
    void inform(const Item& item, std::string_view part, std::string code, std::string fault, std::string remedy) {
        add(Severity::inform, item, part, std::move(code), std::move(fault), std::move(remedy));
    }

    /// A finding on an area, a point or, with an empty subject, the whole bank.
    void add_to(Severity severity, const std::string& subject, std::string code, std::string fault, std::string remedy);

    void merge(Findings&& other);

    /// Waivers that nothing answered to. Call after all rules.
    void report_idle_waivers();

    [[nodiscard]] Diagnostics take();

private:
    std::reference_wrapper<const ExamSource> source_;
    Diagnostics list_;
    std::set<std::pair<std::string, std::string>> used_waivers_;  ///< item, code
};

/// Everything the bank holds that may still be asked.
using Readings = std::vector<Reading>;

void lint_options(const Reading& reading, Findings& findings);             // K3, K5, L1, O, G, C2, C3, S1
void lint_stem(const Reading& reading, Findings& findings);                // N1, N3, Q
void lint_language(const Reading& reading, Findings& findings);            // S2 to S7, R1, R2
void lint_numbers(const Reading& reading, Findings& findings);             // U1 to U4, U6, U7
void lint_figures(const Reading& reading, Findings& findings);             // S5, G4
void lint_grid(const Reading& reading, Findings& findings);                // V2 to V5, V7
void lint_sources(const Reading& reading, Day today, Findings& findings);  // F1 to F4, E1, B1

void lint_bank(const ExamSource& source, const Readings& readings, Findings& findings);  // A1, T, M, N2, P, U5, F5
void lint_key_length(const Readings& readings, Findings& findings);                      // L2
void lint_same_stems(const Readings& readings, Findings& findings);                      // D1
void lint_duplicates(const Readings& readings, Findings& findings);                      // D2
void lint_cueing(const Readings& readings, Findings& findings);                          // D3
void lint_clang(const Readings& readings, Findings& findings);  // C1: what is rare depends on the bank

}  // namespace collimate
