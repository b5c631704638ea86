#include "app/widgets/highlighter.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/focus.hpp"
#include "app/widgets/internal.hpp"
#include "app/widgets/keys.hpp"
#include "app/widgets/paint.hpp"

namespace collimate::ui {
namespace {

WordRange ordered(int a, int b) { return {std::min(a, b), std::max(a, b)}; }

bool within(const WordRange& range, int word) { return word >= range.first && word <= range.last; }

/// One fill for words that follow each other on a line, the blank between them included.
template <class Chosen>
void paint_stretches(const std::vector<WordBox>& boxes, Color color, Chosen chosen) {
    const float inset = em(0.12f);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (!chosen(boxes[i].word)) continue;
        Rect box = boxes[i].box;
        while (i + 1 < boxes.size() && boxes[i + 1].box.y0 == box.y0 && chosen(boxes[i + 1].word))
            box.x1 = boxes[++i].box.x1;
        fill({std::floor(box.x0) - em(0.12f), box.y0 + inset, std::ceil(box.x1) + em(0.12f), box.y1 - inset}, color,
             em(Radius::dense_cell));
    }
}

/// The word under the mouse, or the nearest one of its line.
std::optional<int> word_at(const std::vector<WordBox>& boxes, Point mouse) {
    std::optional<int> found;
    float nearest = 0;
    for (const WordBox& word : boxes) {
        if (mouse.y < word.box.y0 || mouse.y >= word.box.y1) continue;
        const float away = std::max({word.box.x0 - mouse.x, mouse.x - word.box.x1, 0.0f});
        if (found && away >= nearest) continue;
        found = word.word;
        nearest = away;
    }
    return found;
}

std::optional<WordRange> read_mouse(const Rect& text, const std::vector<WordBox>& boxes, MarkerState& state) {
    control(text, {.name = "Question text", .kind = "text", .stop = false, .pressed_by = PressedBy::nothing});
    const ImVec2 at = ImGui::GetIO().MousePos;
    const auto word = word_at(boxes, {at.x, at.y});
    if (ImGui::IsItemActivated() && word) state.from = state.cursor = *word;
    if (ImGui::IsItemActive() && word && state.from) state.cursor = *word;
    if (!ImGui::IsItemDeactivated() || !state.from) return std::nullopt;
    const WordRange stretch = ordered(*state.from, state.cursor);
    state.from.reset();
    return stretch;
}

std::optional<WordRange> read_keys(int words, MarkerState& state) {
    if (take(Key::left)) --state.cursor;
    if (take(Key::right)) ++state.cursor;
    state.cursor = std::clamp(state.cursor, 0, std::max(0, words - 1));
    if (!take(Key::space)) return std::nullopt;
    if (!state.from) {
        state.from = state.cursor;
        return std::nullopt;
    }
    const WordRange stretch = ordered(*state.from, state.cursor);
    state.from.reset();
    return stretch;
}

}  // namespace

HighlightedParagraph highlighted_paragraph(Point top_left, float width, std::span<const Span> spans,
                                           const Reading& reading, Color color, const Marked& marked,
                                           MarkerState& state) {
    const Palette& c = colors();
    const std::vector<WordBox> boxes = word_boxes(top_left, width, spans, reading);
    const int words = boxes.empty() ? 0 : boxes.back().word + 1;
    HighlightedParagraph drawn;
    const auto is_marked = [&](int word) {
        return std::find(marked.words.begin(), marked.words.end(), word) != marked.words.end();
    };
    paint_stretches(boxes, mix(c.warn_soft, c.warn, 0.14f), is_marked);
    if (marked.marking) {
        const Rect text = at(top_left, width, measure(spans, reading, width).height);
        drawn.stretch = read_mouse(text, boxes, state);
        if (const auto by_keys = read_keys(words, state)) drawn.stretch = by_keys;
        const WordRange open = ordered(state.from.value_or(state.cursor), state.cursor);
        if (state.from)
            paint_stretches(boxes, mix(c.canvas, c.accent, Tint::few), [&](int word) { return within(open, word); });
        for (const WordBox& word : boxes)
            if (word.word == state.cursor)
                outline(word.box.inset(-em(0.12f), em(0.06f)), c.accent, em(Radius::dense_cell), em(0.12f));
    }
    drawn.height = paragraph(top_left, width, spans, reading, color);
    return drawn;
}

}  // namespace collimate::ui
