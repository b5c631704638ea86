#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

struct ExamCard {
    std::string exam;  ///< code
    std::string title;
    std::string length;      ///< "165 q, 3 h 15", "length not published"
    std::string questions;   ///< "812", "no questions yet"
    int sure = 1;            ///< dots of three
    std::string sure_words;  ///< "counts by area as published"
    bool ready = false;      ///< has questions
    bool chosen = false;
};

struct ExamGroup {
    std::string name;   ///< "ARRT"
    std::string about;  ///< "13 exams, pass at 75 of 99"
    std::vector<ExamCard> cards;
};

struct ExamPart {
    std::string title;
    std::string count;   ///< "71", "32 %"
    double share = 0.0;  ///< of the largest
};

/// The exam chosen, in more words.
struct ExamDetail {
    std::string title;
    std::string about;  ///< "165 scored and 30 pilot questions in 3 h 15. Outline of September 2026."
    std::string sure_words;
    std::string parts_head;  ///< "Questions by area, as published", "Share by area, our working weights"
    std::vector<ExamPart> parts;
};

struct FirstRunView {
    std::vector<ExamGroup> groups;
    std::optional<ExamDetail> detail;
    Day today = 0;
    std::string date_words;  ///< "48 days from today", or what is wrong with the date
    bool date_faulty = false;
    std::string sum;  ///< "36 hours in all, about 1,500 answers"
    bool can_start = false;
    std::string reason;      ///< why not
    std::string notice;      ///< files in the banks folder that were refused
    bool can_leave = false;  ///< an exam is open already
};

inline constexpr int minutes_offered[] = {15, 30, 45, 60, 90};

struct FirstRunDraft {
    std::string exam;
    std::string date;  ///< as typed so far
    bool no_date = false;
    int minutes = 45;
};

namespace first_run {
struct Choose {
    std::string exam;
};
struct DateChanged {};  ///< the draft holds it
struct SetNoDate {
    bool on = true;
};
struct SetMinutes {
    int minutes = 45;
};
struct Start {};
struct Leave {};
struct Teach {};  ///< to the place of a class, which needs no exam
}  // namespace first_run
using FirstRunEvent = std::variant<first_run::Choose, first_run::DateChanged, first_run::SetNoDate,
                                   first_run::SetMinutes, first_run::Start, first_run::Leave, first_run::Teach>;

[[nodiscard]] FirstRunView first_run_view(const Model& model, const FirstRunDraft& draft, Now now);
[[nodiscard]] std::optional<FirstRunEvent> draw(const FirstRunView& view, FirstRunDraft& draft, const Stage& stage);
void update(Model& model, FirstRunDraft& draft, const FirstRunEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> first_run_keys();

}  // namespace collimate
