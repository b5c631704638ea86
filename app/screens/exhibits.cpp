// What a question shows besides its words; it is painted in exhibits_draw.cpp.
#include "app/screens/exhibits.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/screens/explanation.hpp"
#include "app/screens/phrases.hpp"

namespace collimate {
namespace {

std::vector<std::vector<Span>> marked_cells(const std::vector<std::string>& cells) {
    std::vector<std::vector<Span>> spans;
    for (const std::string& cell : cells) spans.push_back(marked(cell));
    return spans;
}

bool looks_like_a_number(const std::string& cell) {
    const std::string words = plain(cell);
    return !words.empty() && words.size() < 12 && words.find_first_of("0123456789") != std::string::npos &&
           words.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
}

ExhibitTableView table_of(const ExhibitTable& table) {
    ExhibitTableView view{.caption = marked(table.caption), .columns = {}, .rows = {}};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool numbers = std::all_of(table.rows.begin(), table.rows.end(),
                                         [&](const auto& row) { return looks_like_a_number(row.at(i)); });
        view.columns.push_back(
            {.head = marked(table.columns[i]), .align = numbers && i > 0 ? ui::Align::right : ui::Align::left});
    }
    for (const auto& row : table.rows) view.rows.push_back(marked_cells(row));
    return view;
}

ExhibitPicture picture_of(const Model& model, const ShownFigure& shown, std::size_t count) {
    ExhibitPicture picture{.name = count > 1 ? fmt::format("Exhibit {}", shown.place + 1) : std::string("Exhibit"),
                           .picture = model.pictures->of(*model.bank, shown),
                           .width = std::max(1, shown.size.width),
                           .height = std::max(1, shown.size.height),
                           .alt = shown.alt,
                           .caption = marked(shown.caption),
                           .credit = shown.credit,
                           .regions = {}};
    if (picture.picture.figure) {
        picture.width = picture.picture.figure->width;
        picture.height = picture.picture.figure->height;
    }
    return picture;
}

/// The letter is that of the place's rationale.
ui::NotedRegion noted(const Choice& choice, const std::string& letter) {
    const std::string name = plain(choice.text);
    std::string words = letter + (name.empty() ? "" : ": " + name) + (choice.right ? ", answer" : "");
    return {
        .region = *choice.region, .words = std::move(words), .tone = choice.right ? ui::Tone::good : ui::Tone::neutral};
}

}  // namespace

ExhibitsView exhibits_asked(const Model& model, const Instance& instance) {
    ExhibitsView view{.key = fmt::format("{}/{}", instance.item, instance.seed),
                      .asks_mark = instance.type == ItemType::hotspot};
    for (const ShownFigure& shown : instance.figures)
        view.pictures.push_back(picture_of(model, shown, instance.figures.size()));
    if (instance.table) view.table = table_of(*instance.table);
    return view;
}

bool asks_by_name(const Instance& instance, const ExhibitsView& exhibits) {
    return instance.type == ItemType::hotspot && !exhibits.pictures.empty() &&
           !exhibits.pictures.front().picture.fault.empty();
}

ExhibitsView exhibits_told(const Model& model, const Instance& instance, const Response* response) {
    ExhibitsView view = exhibits_asked(model, instance);
    view.key += "/told";
    view.asks_mark = false;
    if (instance.type != ItemType::hotspot || view.pictures.empty()) return view;
    for (std::size_t i = 0; i < instance.choices.size(); ++i)
        if (instance.choices[i].region)
            view.pictures.front().regions.push_back(noted(instance.choices[i], screen_letter(i)));
    if (!response || !response->mark) return view;
    view.mark = response->mark;
    view.mark_words = "Your mark";
    view.mark_tone = is_right(instance, *response) ? ui::Tone::good : ui::Tone::bad;
    return view;
}

std::optional<Spot> ExhibitsDraft::mark() const { return viewers.empty() ? std::nullopt : viewers.front().mark; }

}  // namespace collimate
