#include "engine/item/markup.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/characters.hpp"
#include "engine/item/units.hpp"

namespace collimate {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 48> greek = {{
    {"alpha", "α"}, {"beta", "β"},    {"gamma", "γ"},   {"delta", "δ"}, {"epsilon", "ε"}, {"zeta", "ζ"},
    {"eta", "η"},   {"theta", "θ"},   {"iota", "ι"},    {"kappa", "κ"}, {"lambda", "λ"},  {"mu", "μ"},
    {"nu", "ν"},    {"xi", "ξ"},      {"omicron", "ο"}, {"pi", "π"},    {"rho", "ρ"},     {"sigma", "σ"},
    {"tau", "τ"},   {"upsilon", "υ"}, {"phi", "φ"},     {"chi", "χ"},   {"psi", "ψ"},     {"omega", "ω"},
    {"Alpha", "Α"}, {"Beta", "Β"},    {"Gamma", "Γ"},   {"Delta", "Δ"}, {"Epsilon", "Ε"}, {"Zeta", "Ζ"},
    {"Eta", "Η"},   {"Theta", "Θ"},   {"Iota", "Ι"},    {"Kappa", "Κ"}, {"Lambda", "Λ"},  {"Mu", "Μ"},
    {"Nu", "Ν"},    {"Xi", "Ξ"},      {"Omicron", "Ο"}, {"Pi", "Π"},    {"Rho", "Ρ"},     {"Sigma", "Σ"},
    {"Tau", "Τ"},   {"Upsilon", "Υ"}, {"Phi", "Φ"},     {"Chi", "Χ"},   {"Psi", "Ψ"},     {"Omega", "Ω"},
}};

constexpr std::string_view minus = "−";
constexpr std::string_view unbreakable = "\u00a0";

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// One pass over a text; each take_ function consumes what it recognises at the front.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool run() {
        while (!rest_.empty()) {
            if (!(take_mark() || take_greek() || take_space() || take_minus() || take_plain())) return false;
            if (!fault_.empty()) return false;
        }
        if (open_ != Style::plain) return fail("a mark is opened and not closed: " + std::string(mark_));
        flush();
        return true;
    }

    std::vector<Span> spans() { return std::move(spans_); }
    const std::string& fault() const { return fault_; }

private:
    bool fail(std::string fault) {
        fault_ = std::move(fault);
        return false;
    }

    void flush() {
        if (!current_.empty()) spans_.push_back({.text = std::exchange(current_, {}), .style = open_});
    }

    void put(std::string_view text) {
        current_ += text;
        last_ = text.back();
    }

    bool take_mark() {
        static constexpr std::array<std::pair<std::string_view, Style>, 4> marks = {
            {{"**", Style::bold}, {"*", Style::italic}, {"~", Style::sub}, {"^", Style::sup}}};
        for (const auto& [mark, style] : marks) {
            if (!rest_.starts_with(mark)) continue;
            if (open_ != Style::plain && open_ != style) {
                fail("marks may not be nested: " + std::string(mark) + " inside " + std::string(mark_));
                return true;
            }
            if (open_ == style && current_.empty()) {
                fail("nothing stands between " + std::string(mark) + " and " + std::string(mark));
                return true;
            }
            flush();
            open_ = open_ == style ? Style::plain : style;
            mark_ = mark;
            rest_.remove_prefix(mark.size());
            if (open_ != Style::plain) last_ = '\0';
            return true;
        }
        return false;
    }

    bool take_greek() {
        if (rest_[0] != ':') return false;
        std::size_t end = 1;
        while (end < rest_.size() && letter(rest_[end])) ++end;
        if (end == 1 || end == rest_.size() || rest_[end] != ':') return false;
        const std::string_view name = rest_.substr(1, end - 1);
        const auto found = std::find_if(greek.begin(), greek.end(), [&](const auto& g) { return g.first == name; });
        if (found == greek.end()) {
            fail("unknown letter name :" + std::string(name) + ":");
            return true;
        }
        put(found->second);
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool take_space() {
        if (rest_[0] != ' ' && rest_[0] != '\n') return false;
        if (open_ == Style::sub || open_ == Style::sup) {
            fail("a space inside " + std::string(mark_) + " " + std::string(mark_));
            return true;
        }
        const std::size_t end = std::min(rest_.find_first_not_of(" \n"), rest_.size());
        const auto breaks = std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(end), '\n');
        rest_.remove_prefix(end);
        if (breaks > 1)
            put("\n");
        else
            put(is_digit(last_) && unit_ahead() ? unbreakable : " ");
        last_ = ' ';
        return true;
    }

    /// Whether the next word is a unit, its closing punctuation aside.
    [[nodiscard]] bool unit_ahead() const {
        std::string_view word = rest_.substr(0, std::min(rest_.find_first_of(" \n"), rest_.size()));
        while (!word.empty() && std::string_view(".,;:?!)").find(word.back()) != std::string_view::npos)
            word.remove_suffix(1);
        return !word.empty() && is_unit(word);
    }

    /// A hyphen before a digit is a minus unless a word or a bracket ends right before it.
    bool take_minus() {
        if (rest_[0] != '-' || rest_.size() < 2 || !is_digit(rest_[1])) return false;
        const bool joined =
            letter(last_) || is_digit(last_) || last_ == ')' || static_cast<unsigned char>(last_) >= 0x80;
        put(joined && !after_sign_ ? "-" : minus);
        rest_.remove_prefix(1);
        return true;
    }

    bool take_plain() {
        const auto byte = static_cast<unsigned char>(rest_[0]);
        const std::size_t length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
        const std::string_view piece = rest_.substr(0, length);
        put(piece);
        after_sign_ = piece == "×" || piece == "±" || piece == "·" || piece == "≥" || piece == "≤";
        rest_.remove_prefix(piece.size());
        return true;
    }

    std::string_view rest_;
    std::vector<Span> spans_;
    std::string current_;
    std::string fault_;
    std::string_view mark_;
    Style open_ = Style::plain;
    char last_ = '\0';
    bool after_sign_ = false;
};

}  // namespace

std::optional<std::vector<Span>> parse_markup(std::string_view text, std::string* fault) {
    Scanner scanner(text);
    if (scanner.run()) return scanner.spans();
    if (fault) *fault = scanner.fault();
    return std::nullopt;
}

std::string plain(std::string_view text) {
    const auto spans = parse_markup(text);
    if (!spans) return std::string(text);
    std::string line;
    for (const Span& span : *spans) {
        if (span.style == Style::sup) line += '^';
        line += span.text;
    }
    return line;
}

}  // namespace collimate
