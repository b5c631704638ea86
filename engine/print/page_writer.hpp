#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/figure/raster.hpp"

namespace collimate {

/// Markup of the bank format as Pango's.
[[nodiscard]] std::string print_markup(std::string_view text);

/// Plain text, with what Pango would take for markup escaped.
[[nodiscard]] std::string print_plain(std::string_view text);

/// A dot with its interval on a common scale from 0 to 1, and where the pass line lies.
struct PrintedInterval {
    double low = 0.0;
    double middle = 0.0;
    double high = 0.0;
    double line = 0.0;
};

/// A cell of a table: text from `print_plain`, on a ground of its own or beside a bar.
struct PrintedCell {
    std::string text;
    std::optional<std::uint32_t> ground;  ///< 0xRRGGBB; the text is white where it is dark
    std::optional<double> bar;            ///< from 0 to 1 of what the text leaves of the cell
    bool centered = false;
};

/// Pages of US letter size, filled from top to bottom; what does not fit goes on overleaf, with the title and the
/// page's number at the foot of each. Text is Pango markup: from `print_markup` or `print_plain`. Throws WorldFailed
/// when memory or a font is lacking.
class PageWriter {
public:
    /// `at` is written into the file as its date, so that the same report gives the same bytes.
    PageWriter(std::string title, TimeMs at);
    PageWriter(PageWriter&&) noexcept;
    PageWriter& operator=(PageWriter&&) noexcept;
    ~PageWriter();

    void title(const std::string& text);
    void heading(const std::string& text);  ///< never the last line of a page
    void paragraph(const std::string& text, double indent = 0.0);
    void remark(const std::string& text, double indent = 0.0);  ///< smaller, gray
    void space(double points);
    /// Columns of given shares of the width, text left in the first and right in the others.
    void row(const std::vector<std::string>& cells, const std::vector<double>& shares);
    /// A row of a table, all text left but what is centered, columns of given shares of the width.
    void cells(const std::vector<PrintedCell>& cells, const std::vector<double>& shares);
    /// The columns' names, underlined; never the last line of a page.
    void header_cells(const std::vector<PrintedCell>& cells, const std::vector<double>& shares);
    /// Name at the left, the interval in the middle, its figures at the right.
    void interval_row(const std::string& name, const PrintedInterval& interval, const std::string& figures);
    /// A picture, as wide as `share` of the text and never higher than half a page.
    void picture(const Raster& raster, double share, double indent = 0.0);
    /// A new page where less than `points` are left, so that a question keeps its first lines together.
    void need(double points);

    /// The finished file; nothing can be written after it.
    [[nodiscard]] std::string finish();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace collimate
