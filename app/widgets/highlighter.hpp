#pragma once

#include <optional>
#include <span>
#include <vector>

#include "app/widgets/text.hpp"

namespace collimate::ui {

/// Words of a paragraph, both included, numbered as word_boxes numbers them.
struct WordRange {
    int first = 0, last = 0;
};

/// Where a person is while they mark words.
struct MarkerState {
    int cursor = 0;                          ///< moved by Left and Right
    std::optional<int> from = std::nullopt;  ///< first word of a stretch not yet finished
};

struct Marked {
    std::span<const int> words;  ///< the marked ones
    bool marking = false;        ///< mouse and keys mark: drag over words; Space, Right, Space
};

/// Running text with its marked words on the colour of a marker. Returns the stretch a person has just finished, to be
/// marked, or rubbed out where all of it was marked. `height` in pixels.
struct HighlightedParagraph {
    float height = 0;
    std::optional<WordRange> stretch;
};
HighlightedParagraph highlighted_paragraph(Point top_left, float width, std::span<const Span> spans,
                                           const Reading& reading, Color color, const Marked& marked,
                                           MarkerState& state);

}  // namespace collimate::ui
