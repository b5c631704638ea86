#include "app/widgets/text.hpp"

#include <cmath>
#include <functional>
#include <unordered_map>
#include <utility>

#include "app/widgets/controls.hpp"
#include "app/widgets/internal.hpp"
#include "app/widgets/recorder.hpp"

namespace collimate::ui {
namespace {

/// Signs set in one face at one place of the wrapped block.
struct Piece {
    std::string text;
    Face face = Face::body;
    float x = 0, y = 0, width = 0;  ///< y of the face's top
    int line = 0;
    int word = 0;
};

struct Wrapped {
    std::vector<Piece> pieces;
    std::vector<float> line_widths;
};

float tracking(Face face) { return face == Face::figure ? -std::round(type_scale()) : 0.0f; }

float advance(Face face, std::uint32_t sign) {
    return font(face)->GetCharAdvance(static_cast<ImWchar>(sign > 0xFFFF ? 0xFFFD : sign)) + tracking(face);
}

/// A word with its scripts: what must stay on one line. `space` is the blank before it.
struct Word {
    std::vector<Piece> pieces;
    float width = 0, space = 0;
    bool breaks_before = false;  ///< a written line break
};

class Splitter {
public:
    Splitter(const Reading& reading) : reading_(reading) {}

    std::vector<Word> split(std::span<const Span> spans) {
        for (const Span& span : spans) add(span);
        close();
        return std::move(words_);
    }

private:
    Face face_of(Style style) const {
        switch (style) {
            case Style::bold:
                return reading_.bold;
            case Style::italic:
                return reading_.italic;
            case Style::sub:
            case Style::sup:
                return Face::small;
            case Style::plain:
                break;
        }
        return reading_.plain;
    }

    /// Down from the line's top, in pixels: scripts hang from the plain face's line.
    float drop_of(Style style) const {
        const float inside = (reading_.line - size_of(reading_.plain)) / 2;
        if (style == Style::sub) return inside + em(0.36f) + (size_of(reading_.plain) - em()) * 0.5f;
        if (style == Style::sup) return inside - em(0.06f);
        return inside;
    }

    void add(const Span& span) {
        const Face face = face_of(span.style);
        std::string run;
        const auto flush = [&] {
            if (run.empty()) return;
            const float width = text_width(face, run);
            word_.pieces.push_back({run, face, word_.width, drop_of(span.style), width, 0, 0});
            word_.width += width;
            run.clear();
        };
        for (const char sign : span.text) {
            if (sign != ' ' && sign != '\n') {
                run += sign;
                continue;
            }
            flush();
            close();
            if (sign == ' ')
                word_.space += advance(face, ' ');
            else
                word_.breaks_before = true;
        }
        flush();
    }

    void close() {
        if (word_.pieces.empty()) return;
        words_.push_back(std::move(word_));
        word_ = {};
    }

    const Reading& reading_;
    Word word_;
    std::vector<Word> words_;
};

class Setter {
public:
    Setter(const Reading& reading, float width) : reading_(reading), width_(width) {}

    Wrapped set(const std::vector<Word>& words) {
        int number = 0;
        for (const Word& word : words) place(word, number++);
        wrapped_.line_widths.push_back(x_);
        return std::move(wrapped_);
    }

private:
    void next_line() {
        wrapped_.line_widths.push_back(x_);
        x_ = 0;
    }

    void place(const Word& word, int number) {
        if (word.breaks_before) next_line();
        const float space = x_ > 0 ? word.space : 0;
        if (x_ > 0 && x_ + space + word.width > width_) {
            next_line();
        } else {
            x_ += space;
        }
        if (word.width > width_) return break_up(word, number);
        for (Piece piece : word.pieces) {
            piece.x += x_;
            put(std::move(piece), number);
        }
        x_ += word.width;
    }

    void put(Piece piece, int number) {
        piece.line = static_cast<int>(wrapped_.line_widths.size());
        piece.word = number;
        piece.y += static_cast<float>(piece.line) * reading_.line;
        wrapped_.pieces.push_back(std::move(piece));
    }

    void break_up(const Word& word, int number) {
        for (const Piece& piece : word.pieces) {
            Piece part{{}, piece.face, x_, piece.y, 0, 0, 0};
            for (std::size_t at = 0; at < piece.text.size();) {
                const std::size_t from = at;
                const float step = advance(piece.face, next_sign(piece.text, at));
                if (x_ + step > width_ && x_ > 0) {
                    if (!part.text.empty()) put(part, number);
                    next_line();
                    part = {{}, piece.face, 0, piece.y, 0, 0, 0};
                }
                part.text.append(piece.text, from, at - from);
                part.width += step;
                x_ += step;
            }
            if (!part.text.empty()) put(std::move(part), number);
        }
    }

    const Reading& reading_;
    float width_;
    float x_ = 0;
    Wrapped wrapped_;
};

std::size_t key_of(std::span<const Span> spans, const Reading& reading, float width) {
    std::size_t key = 0;
    const auto add = [&](std::size_t part) { key ^= part + 0x9E3779B97F4A7C15u + (key << 6) + (key >> 2); };
    for (const Span& span : spans) {
        add(std::hash<std::string>{}(span.text));
        add(static_cast<std::size_t>(span.style));
    }
    add(static_cast<std::size_t>(reading.plain) * 64 + static_cast<std::size_t>(reading.bold));
    add(std::hash<float>{}(reading.line));
    add(std::hash<float>{}(width));
    return key;
}

const Wrapped& wrap(std::span<const Span> spans, const Reading& reading, float width) {
    static std::unordered_map<std::size_t, Wrapped> cache;
    static unsigned generation = 0;
    if (generation != type_generation() || cache.size() > 2000) cache.clear();
    generation = type_generation();
    const std::size_t key = key_of(spans, reading, width);
    const auto known = cache.find(key);
    if (known != cache.end()) return known->second;
    return cache.emplace(key, Setter(reading, width).set(Splitter(reading).split(spans))).first->second;
}

float shift_of(Align align, float room, float used) {
    if (align == Align::left) return 0;
    return align == Align::right ? room - used : std::floor((room - used) / 2);
}

bool is_digit(std::uint32_t sign) { return sign >= '0' && sign <= '9'; }

float widest_digit(Face face) {
    float widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, font(face)->GetCharAdvance(static_cast<ImWchar>(digit)));
    return widest + tracking(face);
}

/// The face's signs one by one; `step(sign, start, end)` says how far to move on and where within that to draw.
template <class Step>
float draw_signs(Point from, Face face, Color color, std::string_view utf8, Step step) {
    float x = from.x;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t sign = next_sign(utf8, at);
        const auto [shift, move] = step(sign);
        font(face)->RenderChar(&canvas(), size_of(face), {std::floor(x + shift), std::floor(from.y)}, color,
                               static_cast<ImWchar>(sign));
        x += move;
    }
    return x - from.x;
}

void draw_run(Point from, Face face, Color color, std::string_view utf8) {
    if (tracking(face) == 0.0f) {
        canvas().AddText(font(face), size_of(face), {std::floor(from.x), std::floor(from.y)}, color, utf8.data(),
                         utf8.data() + utf8.size());
        return;
    }
    draw_signs(from, face, color, utf8, [&](std::uint32_t sign) { return std::pair{0.0f, advance(face, sign)}; });
}

void note_text(std::string_view utf8, const Rect& box) {
    if (Recorder* recorder = listener()) recorder->texts.push_back({std::string(utf8), box, clip()});
}

std::string joined(std::span<const Span> spans) {
    std::string all;
    for (const Span& span : spans) all += span.text;
    return all;
}

}  // namespace

float text_width(Face face, std::string_view utf8) {
    need_signs(face, utf8);
    float width = 0;
    for (std::size_t at = 0; at < utf8.size();) width += advance(face, next_sign(utf8, at));
    return width;
}

float text(Point top_left, Face face, Color color, std::string_view utf8) {
    const float width = text_width(face, utf8);
    draw_run(top_left, face, color, utf8);
    note_text(utf8, at(top_left, width, size_of(face)));
    return width;
}

std::string ellipsis(Face face, std::string_view utf8, float width) {
    if (text_width(face, utf8) <= width) return std::string(utf8);
    const std::string_view dots = "\xE2\x80\xA6";
    float used = text_width(face, dots);
    std::size_t end = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        used += advance(face, next_sign(utf8, at));
        if (used > width) break;
        end = at;
    }
    while (end > 0 && utf8[end - 1] == ' ') --end;
    return std::string(utf8.substr(0, end)) + std::string(dots);
}

float text_in(const Rect& box, Face face, Color color, std::string_view utf8, Align align) {
    const std::string shown = ellipsis(face, utf8, box.width());
    const float width = text_width(face, shown);
    const float y = std::round((box.y0 + box.y1 - size_of(face)) / 2);
    const Point from{box.x0 + shift_of(align, box.width(), width), y};
    draw_run(from, face, color, shown);
    note_text(utf8, at(from, width, size_of(face)));
    if (shown.size() != utf8.size() || shown != utf8) tooltip_over(box, utf8);
    return width;
}

float figures_width(Face face, std::string_view utf8) {
    const float digit = widest_digit(face);
    float width = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t sign = next_sign(utf8, at);
        width += is_digit(sign) ? digit : advance(face, sign);
    }
    return width;
}

float figures_in(const Rect& box, Face face, Color color, std::string_view utf8, Align align) {
    need_signs(face, utf8);
    const float digit = widest_digit(face);
    const float width = figures_width(face, utf8);
    const Point from{box.x0 + shift_of(align, box.width(), width), std::round((box.y0 + box.y1 - size_of(face)) / 2)};
    draw_signs(from, face, color, utf8, [&](std::uint32_t sign) {
        const float own = advance(face, sign);
        return is_digit(sign) ? std::pair{(digit - own) / 2, digit} : std::pair{0.0f, own};
    });
    note_text(utf8, at(from, width, size_of(face)));
    return width;
}

Reading reading(Face face, float line) { return {face, face, face, line}; }
Reading stem_reading() {
    return {Face::stem, Face::stem_bold, Face::stem_italic, std::round(size_of(Face::stem) * 1.36f)};
}
Reading compact_stem_reading() {
    return {Face::stem, Face::stem_bold, Face::stem_italic, std::round(size_of(Face::stem) * 1.30f)};
}
Reading body_reading() { return {Face::body, Face::body_bold, Face::body_italic, std::round(em() * 1.3f)}; }
Reading bold_reading() { return {Face::body_bold, Face::body_bold, Face::body_bold, std::round(em() * 1.3f)}; }
Reading small_reading() {
    return {Face::small, Face::small_medium, Face::small, std::round(size_of(Face::small) * 1.28f)};
}

float widest_measure(const Reading& reading) {
    // 600 px of the 22 px stem face hold 68 to 74 characters (look: section 2); other faces in proportion.
    return std::round(600.0f / 22.0f * size_of(reading.plain) * (reading.plain == Face::stem ? 1.0f : 1.06f));
}

TextSize measure(std::span<const Span> spans, const Reading& reading, float width) {
    const Wrapped& wrapped = wrap(spans, reading, width);
    TextSize size{.lines = static_cast<int>(wrapped.line_widths.size())};
    for (const float line : wrapped.line_widths) size.width = std::max(size.width, line);
    size.height = static_cast<float>(size.lines) * reading.line;
    return size;
}

TextSize measure(std::string_view plain, const Reading& reading, float width) {
    const Span span{std::string(plain), Style::plain};
    return measure(std::span(&span, 1), reading, width);
}

float paragraph(Point top_left, float width, std::span<const Span> spans, const Reading& reading, Color color,
                const Finish& finish) {
    const Wrapped& wrapped = wrap(spans, reading, width);
    const auto shift = [&](int line) {
        return shift_of(finish.align, width, wrapped.line_widths[static_cast<std::size_t>(line)]);
    };
    for (const Piece& piece : wrapped.pieces) {
        need_signs(piece.face, piece.text);
        draw_run({top_left.x + shift(piece.line) + piece.x, top_left.y + piece.y}, piece.face, color, piece.text);
    }
    const float height = static_cast<float>(wrapped.line_widths.size()) * reading.line;
    for (int line = 0; finish.struck && line < static_cast<int>(wrapped.line_widths.size()); ++line) {
        const float y = std::round(top_left.y + (static_cast<float>(line) + 0.53f) * reading.line - em(0.09f) / 2);
        const float x = top_left.x + shift(line);
        fill({x, y, x + wrapped.line_widths[static_cast<std::size_t>(line)], y + em(0.09f)}, colors().muted);
    }
    note_text(joined(spans), at(top_left, width, height));
    return height;
}

float paragraph(Point top_left, float width, std::string_view plain, const Reading& reading, Color color,
                const Finish& finish) {
    const Span span{std::string(plain), Style::plain};
    return paragraph(top_left, width, std::span(&span, 1), reading, color, finish);
}

std::vector<WordBox> word_boxes(Point top_left, float width, std::span<const Span> spans, const Reading& reading) {
    std::vector<WordBox> boxes;
    for (const Piece& piece : wrap(spans, reading, width).pieces) {
        const float top = top_left.y + static_cast<float>(piece.line) * reading.line;
        const float left = top_left.x + piece.x;
        const Rect box{left, top, left + piece.width, top + reading.line};
        const bool same = !boxes.empty() && boxes.back().word == piece.word && boxes.back().box.y0 == box.y0;
        if (same)
            boxes.back().box.x1 = box.x1;
        else
            boxes.push_back({piece.word, box});
    }
    return boxes;
}

}  // namespace collimate::ui
