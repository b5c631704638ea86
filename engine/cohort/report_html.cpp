#include "engine/cohort/report_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace collimate::cohort {
namespace {

constexpr std::string_view style = R"css(
body{font:15px/1.4 "Inter","DejaVu Sans",sans-serif;color:#1a1d21;max-width:62em;margin:2em auto;padding:0 1em}
h1{font-size:1.7em;margin:0}p.sub{color:#4b535d;margin:.2em 0 1em}p.remark{color:#4b535d;font-size:.87em}
table{border-collapse:collapse;width:100%;margin:1.6em 0 .3em}caption{text-align:left;font-weight:600;font-size:1.15em;padding:.2em 0}
th,td{text-align:left;vertical-align:top;padding:.25em .5em;border-bottom:1px solid #d9dde2}
thead th{font-weight:500;color:#4b535d}tbody th{font-weight:500}td.n{text-align:right;font-variant-numeric:tabular-nums}
td.heat{text-align:center}
.h0{background:#9A4300;color:#fff}.h1{background:#C4712A;color:#fff}.h2{background:#E3A468}.h3{background:#F4D3AF}.h4{background:#F1F2F3}
.h5{background:#C5DAEE}.h6{background:#8DB7DE}.h7{background:#4A86BF;color:#fff}.h8{background:#17568F;color:#fff}
.bar{display:inline-block;height:.8em;background:#4A86BF;margin-left:.6em}
@media print{body{margin:0;max-width:none;font-size:11px}table,tr{break-inside:avoid}*{print-color-adjust:exact}}
)css";

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if (c == '&')
            safe += "&amp;";
        else if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '"')
            safe += "&quot;";
        else
            safe += c;
    }
    return safe;
}

int whole_number(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// A bar beside the number, the longest 20 em.
std::string bar_of(const ReportTable& table, std::size_t column, const ReportCell& cell) {
    int most = 1;
    for (const std::vector<ReportCell>& row : table.rows) most = std::max(most, whole_number(row[column].text));
    return fmt::format("<span class=\"bar\" style=\"width:{:.1f}em\" aria-hidden=\"true\"></span>",
                       20.0 * whole_number(cell.text) / most);
}

std::string cell_html(const ReportTable& table, std::size_t column, const ReportCell& cell) {
    if (column == 0) return fmt::format("<th scope=\"row\">{}</th>", escaped(cell.text));
    if (cell.distance)
        return fmt::format("<td class=\"heat h{}\">{}</td>", std::lround(4.0 * (*cell.distance + 1.0)),
                           escaped(cell.text));
    if (cell.number && table.bars == static_cast<int>(column))
        return fmt::format("<td>{}{}</td>", escaped(cell.text), bar_of(table, column, cell));
    return fmt::format("<td{}>{}</td>", cell.number ? " class=\"n\"" : "", escaped(cell.text));
}

std::string table_html(const ReportTable& table) {
    std::string out = fmt::format("<table>\n<caption>{}</caption>\n<thead><tr>", escaped(table.title));
    for (const std::string& column : table.columns) out += fmt::format("<th scope=\"col\">{}</th>", escaped(column));
    out += "</tr></thead>\n<tbody>\n";
    if (table.rows.empty())
        out += fmt::format("<tr><td colspan=\"{}\">{}</td></tr>\n", table.columns.size(), escaped(table.empty));
    for (const std::vector<ReportCell>& row : table.rows) {
        out += "<tr>";
        for (std::size_t column = 0; column < row.size(); ++column) out += cell_html(table, column, row[column]);
        out += "</tr>\n";
    }
    out += "</tbody>\n</table>\n";
    if (!table.remark.empty()) out += fmt::format("<p class=\"remark\">{}</p>\n", escaped(table.remark));
    return out;
}

}  // namespace

std::string report_html(const ReportPages& pages) {
    std::string out = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" "
        "content=\"width=device-width\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n"
        "<h1>{}</h1>\n<p class=\"sub\">{}</p>\n",
        escaped(pages.title), style, escaped(pages.title), escaped(pages.subtitle));
    for (const std::string& remark : pages.remarks) out += fmt::format("<p class=\"remark\">{}</p>\n", escaped(remark));
    for (const ReportTable& table : pages.tables) out += table_html(table);
    return out + "</body>\n</html>\n";
}

}  // namespace collimate::cohort
