#include "engine/print/class_pdf.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "engine/print/page_writer.hpp"

namespace collimate {
namespace {

using cohort::ReportCell;
using cohort::ReportTable;

/// Below the cut to above it; the ramp of the screen in daylight.
constexpr std::array<std::uint32_t, 9> ramp = {0x9A4300, 0xC4712A, 0xE3A468, 0xF4D3AF, 0xF1F2F3,
                                               0xC5DAEE, 0x8DB7DE, 0x4A86BF, 0x17568F};

int number_in(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

PrintedCell printed(const ReportTable& table, std::size_t column, const ReportCell& cell, int most) {
    PrintedCell out = {.text = print_plain(cell.text)};
    if (cell.distance) out.ground = ramp[static_cast<std::size_t>(std::lround(4.0 * (*cell.distance + 1.0)))];
    if (table.bars == static_cast<int>(column) && cell.number)
        out.bar = static_cast<double>(number_in(cell.text)) / most;
    out.centered = cell.distance.has_value() || (column > 0 && cell.text == "\u2013");
    return out;
}

void print_table(PageWriter& pages, const ReportTable& table) {
    pages.heading(print_plain(table.title));
    std::vector<PrintedCell> cells;
    for (const std::string& column : table.columns) cells.push_back({.text = print_plain(column)});
    pages.header_cells(cells, table.widths);
    int most = 1;
    if (table.bars)
        for (const auto& row : table.rows)
            most = std::max(most, number_in(row[static_cast<std::size_t>(*table.bars)].text));
    for (const auto& row : table.rows) {
        cells.clear();
        for (std::size_t column = 0; column < row.size(); ++column)
            cells.push_back(printed(table, column, row[column], most));
        pages.cells(cells, table.widths);
    }
    if (table.rows.empty()) pages.paragraph(print_plain(table.empty));
    if (!table.remark.empty()) pages.remark(print_plain(table.remark));
}

}  // namespace

std::string class_pdf(const cohort::ReportPages& report, TimeMs at) {
    PageWriter pages(report.title, at);
    pages.title(print_plain(report.title));
    pages.paragraph(print_plain(report.subtitle));
    for (const std::string& remark : report.remarks) pages.remark(print_plain(remark));
    for (const ReportTable& table : report.tables) print_table(pages, table);
    return pages.finish();
}

}  // namespace collimate
