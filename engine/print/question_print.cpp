#include "engine/print/question_print.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/error.hpp"

namespace collimate {
namespace {

constexpr double options_indent = 12.0;

void print_table(PageWriter& pages, const ExhibitTable& table) {
    if (!table.caption.empty()) pages.remark(print_markup(table.caption));
    const std::vector<double> shares(table.columns.size(), 1.0 / static_cast<double>(table.columns.size()));
    std::vector<std::string> cells;
    for (const std::string& column : table.columns) cells.push_back("<b>" + print_markup(column) + "</b>");
    pages.row(cells, shares);
    for (const auto& row : table.rows) {
        cells.clear();
        for (const std::string& cell : row) cells.push_back(print_markup(cell));
        pages.row(cells, shares);
    }
    pages.space(4.0);
}

constexpr double picture_share = 0.55;

/// The picture, or what it shows where it cannot be drawn here; a cine loop as a sheet of its frames.
void print_figure(PageWriter& pages, const Bank& bank, const ShownFigure& figure) {
    try {
        pages.picture(contact_sheet(bank.figure(figure)), picture_share, options_indent);
    } catch (const Refused& refused) {
        pages.remark(print_plain(fmt::format("The picture cannot be shown: {}", refused.what())), options_indent);
        pages.remark(print_markup(figure.alt), options_indent);
    }
    if (!figure.caption.empty()) pages.remark(print_markup(figure.caption), options_indent);
    if (!figure.credit.empty()) pages.remark(print_plain(figure.credit), options_indent);
}

/// A hot spot's places are looked for in the picture; their names would give the key away.
bool has_options(const Instance& question) {
    return question.type != ItemType::numeric && question.type != ItemType::hotspot;
}

}  // namespace

char printed_label(const Instance& question, char letter) {
    const auto found = std::find_if(question.choices.begin(), question.choices.end(),
                                    [&](const Choice& choice) { return choice.letter == letter; });
    return found == question.choices.end() ? '?' : static_cast<char>('A' + (found - question.choices.begin()));
}

std::string printed_labels(const Instance& question, const std::string& letters) {
    std::string labels;
    for (const char letter : letters) labels += printed_label(question, letter);
    if (question.type != ItemType::order) std::sort(labels.begin(), labels.end());
    return labels;
}

void print_question_body(PageWriter& pages, const Bank& bank, const Instance& question) {
    pages.paragraph(print_markup(question.stem));
    for (const ShownFigure& figure : question.figures) print_figure(pages, bank, figure);
    if (question.table) print_table(pages, *question.table);
    if (!has_options(question)) return;
    for (const Choice& choice : question.choices)
        pages.paragraph(fmt::format("{}. {}", printed_label(question, choice.letter), print_markup(choice.text)),
                        options_indent);
}

}  // namespace collimate
