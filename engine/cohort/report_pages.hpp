#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/cohort/class_report.hpp"
#include "engine/cohort/outcomes.hpp"

namespace collimate::cohort {

/// What a report on paper or in a file is to tell.
struct ReportChoices {
    /// For others than those who teach the class: no single candidates, and nothing of fewer than ten.
    bool shared = false;
    std::optional<Roster> names;  ///< in place of labels; never where it is shared
    FiveYears five_years;
    Denominator denominator = Denominator::attempted;
    std::vector<PassRate> credentials;  ///< of a sonography programme
};

struct ReportCell {
    std::string text;
    bool number = false;             ///< a plain number, for a spreadsheet to count with
    std::optional<double> distance;  ///< of a heat map: from -1, far below the cut, to 1
};

/// The first column names the row. Every row has a cell a column.
struct ReportTable {
    std::string title;
    std::string remark;  ///< what its figures mean
    std::vector<std::string> columns;
    std::vector<double> widths;  ///< share of the page, sums to 1
    std::vector<std::vector<ReportCell>> rows;
    std::string empty;        ///< said where there is no row
    std::optional<int> bars;  ///< column whose numbers are drawn as bars, too
};

/// A class report as text: what every file and the terminal tell alike.
struct ReportPages {
    std::string title;
    std::string subtitle;
    std::vector<std::string> remarks;  ///< what it rests on
    std::vector<ReportTable> tables;
};

[[nodiscard]] ReportPages report_pages(const ClassReport& report, const ReportChoices& choices);

/// The parts alone, as the terminal tells them.
[[nodiscard]] ReportTable risk_table(const ClassReport& report, const ReportChoices& choices);
[[nodiscard]] ReportTable areas_table(const ClassReport& report, const ReportChoices& choices);
[[nodiscard]] ReportTable five_years_table(const ReportChoices& choices);
[[nodiscard]] ReportTable credentials_table(const ReportChoices& choices);

/// What a page calls a candidate.
[[nodiscard]] std::string shown_name(const CandidateReport& candidate, const ReportChoices& choices);

/// Questions whose key or wording needs a look, why in words: `B goes with ability more than the key: check the key`.
[[nodiscard]] std::vector<std::string> item_flags(const ClassMatrix& matrix, std::size_t item,
                                                  const ItemAnalysis& analysis);

/// `fewer than 10` where a shared page may not tell a count.
[[nodiscard]] std::string shown_count(int count, const ReportChoices& choices);

/// Of the years of a pass rate, those a shared page may not tell. One alone would follow from the others and the sum,
/// so that the next smallest goes with it.
[[nodiscard]] std::vector<bool> hidden_years(const std::vector<PassRate>& years, const ReportChoices& choices);

}  // namespace collimate::cohort
