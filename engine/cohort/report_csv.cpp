#include "engine/cohort/report_csv.hpp"

#include "engine/base/csv.hpp"

namespace collimate::cohort {
namespace {

void add_line(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i > 0 ? "," : "") + cells[i];
    out += "\n";
}

void add_table(std::string& out, const ReportTable& table) {
    add_line(out, {csv_text(table.title)});
    if (!table.remark.empty()) add_line(out, {csv_text(table.remark)});
    std::vector<std::string> cells;
    for (const std::string& column : table.columns) cells.push_back(csv_text(column));
    add_line(out, cells);
    if (table.rows.empty()) add_line(out, {csv_text(table.empty)});
    for (const std::vector<ReportCell>& row : table.rows) {
        cells.clear();
        for (const ReportCell& cell : row) cells.push_back(cell.number ? cell.text : csv_text(cell.text));
        add_line(out, cells);
    }
    out += "\n";
}

}  // namespace

std::string report_csv(const ReportPages& pages) {
    std::string out;
    add_line(out, {csv_text(pages.title), csv_text(pages.subtitle)});
    for (const std::string& remark : pages.remarks) add_line(out, {csv_text(remark)});
    out += "\n";
    for (const ReportTable& table : pages.tables) add_table(out, table);
    return out;
}

}  // namespace collimate::cohort
