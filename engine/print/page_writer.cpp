#include "engine/print/page_writer.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cassert>
#include <cstring>

#include "engine/base/error.hpp"
#include "engine/item/markup.hpp"

namespace collimate {
namespace {

constexpr double page_width = 612.0;  // US letter, points
constexpr double page_height = 792.0;
constexpr double margin = 54.0;
constexpr double text_width = page_width - 2.0 * margin;
constexpr double foot = page_height - 36.0;
constexpr double bottom = page_height - margin;
constexpr double heading_keeps = 60.0;
constexpr const char* face = "Inter, DejaVu Sans, sans-serif";

struct Delete {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoLayoutIter* iter) const { pango_layout_iter_free(iter); }
};
template <class T>
using Owned = std::unique_ptr<T, Delete>;

struct Type {
    double size = 9.5;
    PangoWeight weight = PANGO_WEIGHT_NORMAL;
    double gray = 0.1;
    double after = 4.0;  ///< space below, points
};

constexpr Type body_type{};
constexpr Type remark_type{.size = 8.5, .gray = 0.35};
constexpr Type heading_type{.size = 12.0, .weight = PANGO_WEIGHT_SEMIBOLD, .after = 6.0};
constexpr Type title_type{.size = 18.0, .weight = PANGO_WEIGHT_BOLD, .after = 8.0};
constexpr Type cell_type{.size = 8.5};
constexpr double cell_gap = 4.0;
constexpr Type foot_type{.size = 7.5, .gray = 0.4};

std::string_view tag_of(Style style) {
    switch (style) {
        case Style::bold:
            return "b";
        case Style::italic:
            return "i";
        case Style::sub:
            return "sub";
        case Style::sup:
            return "sup";
        case Style::plain:
            break;
    }
    return {};
}

cairo_status_t collect(void* out, const unsigned char* bytes, unsigned length) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

struct PageWriter::Impl {
    std::string name;
    std::unique_ptr<std::string> bytes = std::make_unique<std::string>();  // outlives the surface
    Owned<cairo_surface_t> surface;
    Owned<cairo_t> cairo;
    double y = margin;
    int page = 1;
    bool page_is_empty = true;

    Impl(std::string the_name, TimeMs at) : name(std::move(the_name)) {
        surface.reset(cairo_pdf_surface_create_for_stream(&collect, bytes.get(), page_width, page_height));
        // One form of file for every version of Cairo, and for old readers.
        cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, name.c_str());
        cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, format_time(at).c_str());
        cairo.reset(cairo_create(surface.get()));
        check();
    }

    void check() const {
        if (const cairo_status_t status = cairo_status(cairo.get()); status != CAIRO_STATUS_SUCCESS)
            throw WorldFailed(fmt::format("the pages cannot be made ({})", cairo_status_to_string(status)));
    }

    [[nodiscard]] Owned<PangoLayout> layout(const std::string& text, const Type& type, double width) const {
        Owned<PangoLayout> made(pango_cairo_create_layout(cairo.get()));
        const Owned<PangoFontDescription> font(pango_font_description_from_string(face));
        pango_font_description_set_absolute_size(font.get(), type.size * PANGO_SCALE);
        pango_font_description_set_weight(font.get(), type.weight);
        pango_layout_set_font_description(made.get(), font.get());
        pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_spacing(made.get(), static_cast<int>(0.25 * type.size * PANGO_SCALE));
        pango_layout_set_markup(made.get(), text.c_str(), static_cast<int>(text.size()));
        return made;
    }

    void ink(double gray) const { cairo_set_source_rgb(cairo.get(), gray, gray, gray); }

    void print_foot() const {
        ink(foot_type.gray);
        cairo_move_to(cairo.get(), margin, foot);
        pango_cairo_show_layout(cairo.get(), layout(print_plain(name), foot_type, text_width - 40).get());
        const auto number = layout(fmt::format("{}", page), foot_type, 40);
        pango_layout_set_alignment(number.get(), PANGO_ALIGN_RIGHT);
        cairo_move_to(cairo.get(), page_width - margin - 40, foot);
        pango_cairo_show_layout(cairo.get(), number.get());
    }

    void new_page() {
        print_foot();
        cairo_show_page(cairo.get());
        check();
        ++page;
        y = margin;
        page_is_empty = true;
    }

    void need(double points) {
        if (!page_is_empty && y + points > bottom) new_page();
    }

    /// Line by line, so that a long paragraph goes on overleaf.
    void flow(const std::string& text, const Type& type, double indent) {
        const auto made = layout(text, type, text_width - indent);
        const Owned<PangoLayoutIter> iter(pango_layout_get_iter(made.get()));
        do {
            PangoRectangle ink_box;
            PangoRectangle box;
            pango_layout_iter_get_line_extents(iter.get(), &ink_box, &box);
            const double height = static_cast<double>(box.height) / PANGO_SCALE;
            need(height);
            const double baseline =
                static_cast<double>(pango_layout_iter_get_baseline(iter.get()) - box.y) / PANGO_SCALE;
            ink(type.gray);
            cairo_move_to(cairo.get(), margin + indent, y + baseline);
            pango_cairo_show_layout_line(cairo.get(), pango_layout_iter_get_line_readonly(iter.get()));
            y += height + 0.25 * type.size;
            page_is_empty = false;
        } while (pango_layout_iter_next_line(iter.get()));
        y += type.after;
    }

    /// One cell at the present height; how high it is.
    double cell(const std::string& text, double x, double width, PangoAlignment alignment) const {
        const auto made = layout(text, body_type, width);
        pango_layout_set_alignment(made.get(), alignment);
        ink(body_type.gray);
        cairo_move_to(cairo.get(), x, y);
        pango_cairo_show_layout(cairo.get(), made.get());
        return height_of(made.get());
    }

    void fill(double x, double top, double width, double height, std::uint32_t color) const {
        cairo_set_source_rgb(cairo.get(), (color >> 16 & 255U) / 255.0, (color >> 8 & 255U) / 255.0,
                             (color & 255U) / 255.0);
        cairo_rectangle(cairo.get(), x, top, width, height);
        cairo_fill(cairo.get());
    }

    /// By the weights of ITU-R BT.601.
    static bool is_dark(std::uint32_t color) {
        return 0.299 * (color >> 16 & 255U) + 0.587 * (color >> 8 & 255U) + 0.114 * (color & 255U) < 140.0;
    }

    void table_cell(const PrintedCell& cell, double x, double width, double height) const {
        if (cell.ground) fill(x, y - 1.5, width - 1.5, height + 2.5, *cell.ground);
        const auto made = layout(cell.text, cell_type, width - cell_gap);
        if (cell.centered) pango_layout_set_alignment(made.get(), PANGO_ALIGN_CENTER);
        if (cell.bar) {
            constexpr double room = 24.0;
            fill(x + room, y + 1.0, *cell.bar * (width - room - cell_gap), height - 2.0, 0x4A86BF);
        }
        ink(cell.ground && is_dark(*cell.ground) ? 1.0 : cell_type.gray);
        cairo_move_to(cairo.get(), x, y);
        pango_cairo_show_layout(cairo.get(), made.get());
    }

    static double height_of(PangoLayout* made) {
        int height = 0;
        pango_layout_get_size(made, nullptr, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }

    void line(double x0, double y0, double x1, double y1, double width, double gray) const {
        ink(gray);
        cairo_set_line_width(cairo.get(), width);
        cairo_move_to(cairo.get(), x0, y0);
        cairo_line_to(cairo.get(), x1, y1);
        cairo_stroke(cairo.get());
    }
};

std::string print_plain(std::string_view text) {
    char* escaped = g_markup_escape_text(text.data(), static_cast<gssize>(text.size()));
    std::string result = escaped;
    g_free(escaped);
    return result;
}

std::string print_markup(std::string_view text) {
    const auto spans = parse_markup(text);
    if (!spans) return print_plain(text);
    std::string result;
    for (const Span& span : *spans) {
        const std::string_view tag = tag_of(span.style);
        const std::string inside = print_plain(span.text);
        result += tag.empty() ? inside : fmt::format("<{}>{}</{}>", tag, inside, tag);
    }
    return result;
}

PageWriter::PageWriter(std::string title, TimeMs at) : impl_(std::make_unique<Impl>(std::move(title), at)) {}
PageWriter::PageWriter(PageWriter&&) noexcept = default;
PageWriter& PageWriter::operator=(PageWriter&&) noexcept = default;
PageWriter::~PageWriter() = default;

void PageWriter::title(const std::string& text) { impl_->flow(text, title_type, 0.0); }

void PageWriter::heading(const std::string& text) {
    impl_->need(heading_keeps);
    if (!impl_->page_is_empty) impl_->y += 8.0;
    impl_->flow(text, heading_type, 0.0);
}

void PageWriter::paragraph(const std::string& text, double indent) { impl_->flow(text, body_type, indent); }

void PageWriter::remark(const std::string& text, double indent) { impl_->flow(text, remark_type, indent); }

void PageWriter::space(double points) { impl_->y += points; }

void PageWriter::need(double points) { impl_->need(points); }

void PageWriter::row(const std::vector<std::string>& cells, const std::vector<double>& shares) {
    assert(cells.size() == shares.size());
    double height = 0.0;
    for (std::size_t i = 0; i < cells.size(); ++i)
        height =
            std::max(height, Impl::height_of(impl_->layout(cells[i], body_type, shares[i] * text_width - 6.0).get()));
    impl_->need(height);
    double x = margin;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const double width = shares[i] * text_width;
        impl_->cell(cells[i], x, width - 6.0, i == 0 ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
        x += width;
    }
    impl_->y += height + 3.0;
    impl_->page_is_empty = false;
}

void PageWriter::cells(const std::vector<PrintedCell>& cells, const std::vector<double>& shares) {
    assert(cells.size() == shares.size());
    double height = 0.0;
    for (std::size_t i = 0; i < cells.size(); ++i)
        height = std::max(
            height, Impl::height_of(impl_->layout(cells[i].text, cell_type, shares[i] * text_width - cell_gap).get()));
    impl_->need(height + cell_gap);
    double x = margin;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        impl_->table_cell(cells[i], x, shares[i] * text_width, height);
        x += shares[i] * text_width;
    }
    impl_->y += height + cell_gap;
    impl_->page_is_empty = false;
}

void PageWriter::header_cells(const std::vector<PrintedCell>& names, const std::vector<double>& shares) {
    impl_->need(heading_keeps);
    cells(names, shares);
    impl_->line(margin, impl_->y - 2.0, margin + text_width, impl_->y - 2.0, 0.5, 0.6);
    impl_->y += 1.0;
}

void PageWriter::interval_row(const std::string& name, const PrintedInterval& interval, const std::string& figures) {
    constexpr double name_share = 0.42;
    constexpr double bar_share = 0.28;
    const double height =
        std::max(Impl::height_of(impl_->layout(name, body_type, name_share * text_width - 6.0).get()),
                 Impl::height_of(impl_->layout(figures, body_type, (1 - name_share - bar_share) * text_width).get()));
    impl_->need(height);
    impl_->cell(name, margin, name_share * text_width - 6.0, PANGO_ALIGN_LEFT);
    impl_->cell(figures, margin + (name_share + bar_share) * text_width, (1 - name_share - bar_share) * text_width,
                PANGO_ALIGN_RIGHT);
    const double left = margin + name_share * text_width;
    const double width = bar_share * text_width;
    const double middle = impl_->y + 6.5;
    const auto x = [&](double share) { return left + std::clamp(share, 0.0, 1.0) * width; };
    impl_->line(left, middle, left + width, middle, 0.5, 0.8);
    impl_->line(x(interval.low), middle, x(interval.high), middle, 2.5, 0.6);
    impl_->line(x(interval.line), middle - 5.0, x(interval.line), middle + 5.0, 0.9, 0.1);
    impl_->ink(0.1);
    cairo_arc(impl_->cairo.get(), x(interval.middle), middle, 2.6, 0.0, 6.2831853);
    cairo_fill(impl_->cairo.get());
    impl_->y += height + 3.0;
    impl_->page_is_empty = false;
}

void PageWriter::picture(const Raster& raster, double share, double indent) {
    if (raster.width <= 0 || raster.height <= 0) return;
    const double scale = std::min(share * text_width / raster.width, 0.5 * (bottom - margin) / raster.height);
    impl_->need(raster.height * scale);
    const Owned<cairo_surface_t> image(cairo_image_surface_create(CAIRO_FORMAT_RGB24, raster.width, raster.height));
    unsigned char* bytes = cairo_image_surface_get_data(image.get());
    if (!bytes) throw WorldFailed("the pages cannot be made: there is not enough memory for a picture");
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(image.get()));
    const auto width = static_cast<std::size_t>(raster.width);
    for (std::size_t row = 0; row < static_cast<std::size_t>(raster.height); ++row) {
        for (std::size_t column = 0; column < width; ++column) {
            const std::uint8_t* color = &raster.rgb[3 * (row * width + column)];
            const std::uint32_t pixel = std::uint32_t{color[0]} << 16 | std::uint32_t{color[1]} << 8 | color[2];
            std::memcpy(bytes + row * stride + 4 * column, &pixel, sizeof pixel);
        }
    }
    cairo_surface_mark_dirty(image.get());
    cairo_save(impl_->cairo.get());
    cairo_translate(impl_->cairo.get(), margin + indent, impl_->y);
    cairo_scale(impl_->cairo.get(), scale, scale);
    cairo_set_source_surface(impl_->cairo.get(), image.get(), 0.0, 0.0);
    cairo_paint(impl_->cairo.get());
    cairo_restore(impl_->cairo.get());
    impl_->y += raster.height * scale + 6.0;
    impl_->page_is_empty = false;
}

std::string PageWriter::finish() {
    impl_->print_foot();
    cairo_show_page(impl_->cairo.get());
    impl_->check();
    impl_->cairo.reset();
    cairo_surface_finish(impl_->surface.get());
    if (const cairo_status_t status = cairo_surface_status(impl_->surface.get()); status != CAIRO_STATUS_SUCCESS)
        throw WorldFailed(fmt::format("the pages cannot be made ({})", cairo_status_to_string(status)));
    return *impl_->bytes;
}

}  // namespace collimate
