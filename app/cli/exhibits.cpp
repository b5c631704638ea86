#include "app/cli/exhibits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "app/cli/terminal.hpp"
#include "engine/base/error.hpp"
#include "engine/item/markup.hpp"

namespace collimate {
namespace {

/// Frames and scale, where there is something to say.
std::string measures_of(const Figure& figure) {
    std::string text;
    if (figure.frames > 1)
        text += fmt::format(" A cine loop of {} frames, {:.1f} s.", figure.frames,
                            figure.frames * figure.frame_ms / 1000.0);
    if (figure.mm_per_pixel)
        text += fmt::format(" {:.0f} mm wide and {:.0f} mm high.", figure.width * *figure.mm_per_pixel,
                            figure.height * *figure.mm_per_pixel);
    if (figure.is_gray() && !figure.unit.empty())
        text += fmt::format(" Shown from {:.0f} to {:.0f} {}.", figure.windows[0].center - figure.windows[0].width / 2,
                            figure.windows[0].center + figure.windows[0].width / 2, figure.unit);
    return text;
}

void print_figure(const Bank& bank, const ShownFigure& shown, const std::string& title) {
    std::string text = title + ": " + plain(shown.alt);
    if (!shown.caption.empty()) text += " Caption: " + plain(shown.caption) + ".";
    try {
        text += measures_of(bank.figure(shown));
    } catch (const Refused& refused) {
        text += fmt::format(" The picture itself cannot be shown: {}.", refused.what());
    }
    if (!shown.credit.empty()) text += " Image: " + shown.credit + ".";
    print_wrapped(text);
}

void print_table(const ExhibitTable& table) {
    print_wrapped(
        fmt::format("Table{}, {} rows.", table.caption.empty() ? "" : ": " + plain(table.caption), table.rows.size()));
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        std::string line = fmt::format("  Row {}:", r + 1);
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            line += fmt::format(" {} {}{}", plain(table.columns[c]),
                                table.rows[r][c].empty() ? "empty" : plain(table.rows[r][c]),
                                c + 1 < table.columns.size() ? ";" : ".");
        print_wrapped(line, 4);
    }
}

/// A number from 0 to 100, with or without a percent sign.
std::optional<double> percent(std::string_view word) {
    if (word.ends_with('%')) word.remove_suffix(1);
    double number = 0.0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size() || !(number >= 0.0 && number <= 100.0))
        return std::nullopt;
    return number;
}

}  // namespace

void print_exhibits(const Bank& bank, const Instance& question) {
    for (const ShownFigure& shown : question.figures)
        print_figure(bank, shown,
                     question.figures.size() == 1
                         ? "Picture"
                         : fmt::format("Picture {} of {}", shown.place + 1, question.figures.size()));
    if (question.table) print_table(*question.table);
}

bool has_named_places(const Instance& question) {
    return question.type == ItemType::hotspot && question.choices.size() > 1 &&
           std::none_of(question.choices.begin(), question.choices.end(),
                        [](const Choice& choice) { return choice.text.empty(); });
}

std::string hotspot_instruction(const Instance& question) {
    constexpr std::string_view place = "a place in percent from the left and from the top, such as 40 62:";
    if (!has_named_places(question)) return fmt::format("Your answer, {}", place);
    return fmt::format("Your answer, A to {}, or {}", static_cast<char>('A' + question.choices.size() - 1), place);
}

std::optional<Spot> spot_from(const std::string& line) {
    std::string spaced = line;
    std::replace_if(
        spaced.begin(), spaced.end(), [](char c) { return c == ',' || c == ';'; }, ' ');
    const auto gap = spaced.find(' ');
    const auto second = spaced.find_first_not_of(' ', gap);
    if (gap == std::string::npos || second == std::string::npos) return std::nullopt;
    const auto x = percent(std::string_view(spaced).substr(0, gap));
    const auto y = percent(std::string_view(spaced).substr(second));
    if (!x || !y) return std::nullopt;
    return Spot{.x = *x / 100.0, .y = *y / 100.0};
}

std::string mark_in_words(const Instance& question, const Response& response) {
    const auto hit = std::find_if(question.choices.begin(), question.choices.end(), [&](const Choice& choice) {
        return response.letters == std::string(1, choice.letter);
    });
    if (!response.mark) return hit == question.choices.end() ? "none" : place_in_words(*hit);
    const std::string place = fmt::format("{:g} {:g}", 100 * response.mark->x, 100 * response.mark->y);
    if (hit == question.choices.end()) return place + ", outside every place that counts";
    return hit->text.empty() ? place : fmt::format("{}, inside {}", place, place_in_words(*hit));
}

std::string place_in_words(const Choice& place) {
    if (!place.text.empty()) return fmt::format("\"{}\"", plain(place.text));
    const Spot middle = middle_of(place.region.value());
    return fmt::format("the place about {:.0f} {:.0f}", 100 * middle.x, 100 * middle.y);
}

}  // namespace collimate
