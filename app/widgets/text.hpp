#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/paint.hpp"
#include "engine/item/markup.hpp"

namespace collimate::ui {

enum class Align { left, centre, right };

[[nodiscard]] float text_width(Face face, std::string_view text);

/// One line from its top left corner, on whole pixels. Returns its width.
float text(Point top_left, Face face, Color color, std::string_view text);
/// One line, vertically centred in the box; too long, it is cut with an ellipsis and the whole shows as a tooltip.
/// Returns the width drawn.
float text_in(const Rect& box, Face face, Color color, std::string_view text, Align align = Align::left);
/// What text_in would show in `width` pixels.
[[nodiscard]] std::string ellipsis(Face face, std::string_view text, float width);

/// Figures on a fixed advance, so that columns, clocks and counters do not tremble. Letters keep their own width.
[[nodiscard]] float figures_width(Face face, std::string_view text);
float figures_in(const Rect& box, Face face, Color color, std::string_view text, Align align = Align::right);

/// Faces and line height of running text. `line` in pixels.
struct Reading {
    Face plain, bold, italic;
    float line;
};
[[nodiscard]] Reading stem_reading();  ///< 22 on 30
[[nodiscard]] Reading compact_stem_reading();
[[nodiscard]] Reading body_reading();   ///< 17, line 1.3
[[nodiscard]] Reading bold_reading();   ///< 17 SemiBold throughout
[[nodiscard]] Reading small_reading();  ///< 15, line 1.28
/// Any single face with its line in pixels.
[[nodiscard]] Reading reading(Face face, float line);

/// The widest measure we set, in pixels: about 75 characters.
[[nodiscard]] float widest_measure(const Reading& reading);

struct TextSize {
    float width = 0, height = 0;
    int lines = 0;
};

/// Wrapped at spaces; words keep their sub- and superscripts; a word wider than the column is broken by signs.
/// U+00A0 never breaks. The wrap is cached by content, faces and width.
[[nodiscard]] TextSize measure(std::span<const Span> spans, const Reading& reading, float width);
[[nodiscard]] TextSize measure(std::string_view plain, const Reading& reading, float width);

struct Finish {
    Align align = Align::left;
    bool struck = false;  ///< one bar through each line, in muted
};

/// Returns the height used.
float paragraph(Point top_left, float width, std::span<const Span> spans, const Reading& reading, Color color,
                const Finish& finish = {});
float paragraph(Point top_left, float width, std::string_view plain, const Reading& reading, Color color,
                const Finish& finish = {});

/// Boxes of the words in reading order, for the exam's highlighter; numbered as `word` below.
struct WordBox {
    int word = 0;
    Rect box;
};
[[nodiscard]] std::vector<WordBox> word_boxes(Point top_left, float width, std::span<const Span> spans,
                                              const Reading& reading);

}  // namespace collimate::ui
