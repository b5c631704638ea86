#include "app/widgets/calculator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "app/widgets/controls.hpp"
#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {

constexpr std::size_t most_digits = 10;

std::string with_minus(std::string text) {
    for (std::size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 3))
        text.replace(at, 1, "\u2212");
    return text;
}

std::string figures(double number) { return with_minus(fmt::format("{:.10g}", number == 0.0 ? 0.0 : number)); }

std::string_view sign_of(CalculatorKey operation) {
    switch (operation) {
        case CalculatorKey::add:
            return "+";
        case CalculatorKey::subtract:
            return "\u2212";
        case CalculatorKey::multiply:
            return "\u00D7";
        case CalculatorKey::divide:
            return "\u00F7";
        default:
            return "";
    }
}

double carried_out(double left, CalculatorKey operation, double right) {
    switch (operation) {
        case CalculatorKey::add:
            return left + right;
        case CalculatorKey::subtract:
            return left - right;
        case CalculatorKey::multiply:
            return left * right;
        default:
            return left / right;
    }
}

}  // namespace

double Calculator::value() const {
    if (entry_.empty()) return shown_;
    double number = 0.0;
    std::from_chars(entry_.data(), entry_.data() + entry_.size(), number);
    return number;
}

void Calculator::fail() {
    const double memory = memory_;
    *this = Calculator();
    memory_ = memory;
    error_ = true;
}

void Calculator::show(double number) {
    if (!std::isfinite(number)) return fail();
    entry_.clear();
    shown_ = number;
}

void Calculator::enter(char sign) {
    if (waiting_) right_given_ = true;
    if (entry_.empty()) entry_ = "0";
    const bool fraction = entry_.find('.') != std::string::npos;
    if (sign == '.') {
        if (!fraction) entry_ += '.';
        return;
    }
    const auto digits = std::count_if(entry_.begin(), entry_.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (entry_ == "0") entry_.clear();
    if (entry_ == "-0") entry_ = "-";
    if (static_cast<std::size_t>(digits) < most_digits || entry_.empty()) entry_ += sign;
}

void Calculator::backspace() {
    if (entry_.empty()) return;
    entry_.pop_back();
    if (entry_.empty() || entry_ == "-") entry_ = "0";
}

void Calculator::change_sign() {
    if (entry_.empty()) {
        if (waiting_) right_given_ = true;
        return show(-shown_);
    }
    if (entry_.front() == '-')
        entry_.erase(0, 1);
    else
        entry_.insert(0, 1, '-');
}

void Calculator::operate(CalculatorKey operation) {
    if (waiting_ && right_given_) show(carried_out(waiting_->left, waiting_->operation, value()));
    if (error_) return;
    show(value());
    waiting_ = Waiting{shown_, operation};
    repeat_.reset();
    right_given_ = false;
}

void Calculator::equals() {
    if (waiting_) {
        repeat_ = Repeat{waiting_->operation, value()};
        const Waiting waiting = *waiting_;
        waiting_.reset();
        right_given_ = false;
        return show(carried_out(waiting.left, waiting.operation, value()));
    }
    show(repeat_ ? carried_out(value(), repeat_->operation, repeat_->right) : value());
}

void Calculator::press(CalculatorKey key) {
    if (key == CalculatorKey::memory_clear) {
        memory_ = 0.0;
        return;
    }
    if (key == CalculatorKey::clear) {
        const double memory = memory_;
        *this = Calculator();
        memory_ = memory;
        return;
    }
    if (error_) return;
    const auto unary = [&](double number) {
        if (waiting_) right_given_ = true;
        show(number);
    };
    switch (key) {
        case CalculatorKey::point:
            return enter('.');
        case CalculatorKey::sign:
            return change_sign();
        case CalculatorKey::add:
        case CalculatorKey::subtract:
        case CalculatorKey::multiply:
        case CalculatorKey::divide:
            return operate(key);
        case CalculatorKey::equals:
            return equals();
        case CalculatorKey::root:
            return unary(std::sqrt(value()));
        case CalculatorKey::square:
            return unary(value() * value());
        case CalculatorKey::inverse:
            return unary(1.0 / value());
        case CalculatorKey::backspace:
            return backspace();
        case CalculatorKey::memory_recall:
            return unary(memory_);
        case CalculatorKey::memory_add:
            memory_ += value();
            return show(value());
        case CalculatorKey::memory_subtract:
            memory_ -= value();
            return show(value());
        default:
            return enter(static_cast<char>('0' + static_cast<int>(key)));
    }
}

std::string Calculator::display() const {
    if (error_) return "Error";
    return entry_.empty() ? figures(shown_) : with_minus(entry_);
}

std::string Calculator::pending() const {
    return waiting_ ? figures(waiting_->left) + " " + std::string(sign_of(waiting_->operation)) : "";
}

namespace {

struct PanelKey {
    std::string_view label;
    std::string_view name;  ///< what it is called, with its key
    CalculatorKey key;
};

constexpr int panel_columns = 5;
constexpr std::array<PanelKey, 25> panel_keys{{{"MC", "Clear the memory", CalculatorKey::memory_clear},
                                               {"MR", "Recall the memory", CalculatorKey::memory_recall},
                                               {"M+", "Add to the memory", CalculatorKey::memory_add},
                                               {"M\u2212", "Subtract from the memory", CalculatorKey::memory_subtract},
                                               {"C", "Clear, Delete", CalculatorKey::clear},
                                               {"7", "7", CalculatorKey::d7},
                                               {"8", "8", CalculatorKey::d8},
                                               {"9", "9", CalculatorKey::d9},
                                               {"\u00F7", "Divide, /", CalculatorKey::divide},
                                               {"\u221A", "Square root, @", CalculatorKey::root},
                                               {"4", "4", CalculatorKey::d4},
                                               {"5", "5", CalculatorKey::d5},
                                               {"6", "6", CalculatorKey::d6},
                                               {"\u00D7", "Multiply, *", CalculatorKey::multiply},
                                               {"x\u00B2", "Square, Q", CalculatorKey::square},
                                               {"1", "1", CalculatorKey::d1},
                                               {"2", "2", CalculatorKey::d2},
                                               {"3", "3", CalculatorKey::d3},
                                               {"\u2212", "Subtract, -", CalculatorKey::subtract},
                                               {"1/x", "One over x, I", CalculatorKey::inverse},
                                               {"0", "0", CalculatorKey::d0},
                                               {".", "Point", CalculatorKey::point},
                                               {"\u00B1", "Change sign, F9", CalculatorKey::sign},
                                               {"+", "Add, +", CalculatorKey::add},
                                               {"=", "Equals, Enter", CalculatorKey::equals}}};

std::optional<CalculatorKey> key_of(char sign) {
    if (sign >= '0' && sign <= '9') return static_cast<CalculatorKey>(sign - '0');
    switch (sign) {
        case '.':
        case ',':
            return CalculatorKey::point;
        case '+':
            return CalculatorKey::add;
        case '-':
            return CalculatorKey::subtract;
        case '*':
            return CalculatorKey::multiply;
        case '/':
            return CalculatorKey::divide;
        case '=':
            return CalculatorKey::equals;
        case '@':
            return CalculatorKey::root;
        case 'q':
        case 'Q':
            return CalculatorKey::square;
        case 'i':
        case 'I':
            return CalculatorKey::inverse;
        default:
            return std::nullopt;
    }
}

/// The same press arrives as a sign and as a key; the page must not answer a question with it.
void drop_key(char sign) {
    if (sign >= '0' && sign <= '9') (void)take(static_cast<Key>(static_cast<int>(Key::d0) + sign - '0'));
    if (sign == 'q' || sign == 'Q') (void)(take(Key::q) || take(Chord{Key::q, false, true}));
    if (sign == 'i' || sign == 'I') (void)(take(Key::i) || take(Chord{Key::i, false, true}));
    if (sign == '+' || sign == '=') (void)take(Key::plus);
    if (sign == '-') (void)take(Key::minus);
    if (sign == '.') (void)take(Key::period);
    if (sign == ',') (void)take(Key::comma);
}

void read_keys(Calculator& calculator) {
    for (const char sign : take_typed()) {
        const auto key = key_of(sign);
        if (!key) continue;
        calculator.press(*key);
        drop_key(sign);
    }
    if (take(Key::enter)) calculator.press(CalculatorKey::equals);
    if (take(Key::backspace)) calculator.press(CalculatorKey::backspace);
    if (take(Key::del)) calculator.press(CalculatorKey::clear);
    if (take(Key::f9)) calculator.press(CalculatorKey::sign);
}

/// Ground of a key: figures rest on the surface, operations are sunken, `=` carries the accent.
bool panel_key(const Rect& rect, const PanelKey& key) {
    const Palette& c = colors();
    const bool figure = key.key <= CalculatorKey::sign;
    const bool equals = key.key == CalculatorKey::equals;
    const Touch touch =
        control(rect, {.name = key.name, .kind = "button", .radius = em(Radius::cell), .pressed_by = PressedBy::space});
    const Color rest = equals ? c.accent : figure ? c.surface : c.sunken;
    const Color ground = touch.hovered ? mix(rest, c.text, touch.held ? Tint::pressed : Tint::hover) : rest;
    bordered(rect, ground, equals ? ground : mix(c.line, c.edge, 0.35f), em(Radius::cell));
    text_in(rect, figure ? Face::body_bold : Face::body, equals ? c.on_accent : c.text, key.label, Align::centre);
    if (key.name.size() > 1) tooltip_over(rect, key.name);
    return touch.clicked;
}

void draw_display(const Rect& rect, const Calculator& calculator) {
    const Palette& c = colors();
    bordered(rect, c.canvas, c.line, em(Radius::button));
    Rect in = rect.inset(em(0.71f), em(0.24f));
    Rect small = take_top(in, em(1.06f));
    if (calculator.has_memory()) text_in(small, Face::small, c.muted, "M");
    figures_in(small, Face::small, c.muted, calculator.pending());
    figures_in(in, Face::heading, c.text, calculator.display());
}

constexpr float key_height = 1.94f;  // em
constexpr float key_gap = 0.29f;
constexpr float panel_width = 15.3f;
constexpr float panel_rest = 1.88f + 3.06f + 0.47f + 4 * key_gap + 2 * 0.71f;  // all but its keys
constexpr float room_around = 0.59f;

/// Lower in a low window, in pixels.
float key_height_in(const Rect& room) {
    return std::floor(std::min(em(key_height), (room.height() - em(panel_rest) - 2 * em(room_around)) / 5));
}

/// Follows the mouse while its title is held, never out of `room`.
Rect place_of(const Rect& room, CalculatorPanel& panel) {
    const float width = em(panel_width);
    const float height = std::ceil(em(panel_rest) + 5 * key_height_in(room));
    const float gap = em(room_around);
    const float least_x = std::min(0.0f, room.x0 + gap - (room.x1 - gap - width));
    const float least_y = std::min(0.0f, room.y0 + gap - (room.y1 - gap - height));
    panel.moved = {std::clamp(panel.moved.x, least_x, 0.0f), std::clamp(panel.moved.y, least_y, 0.0f)};
    return at({std::floor(room.x1 - gap - width + panel.moved.x), std::floor(room.y1 - gap - height + panel.moved.y)},
              width, height);
}

/// True when its cross was pressed.
bool draw_title(Rect head, CalculatorPanel& panel) {
    const Rect cross = take_right(head, em(1.65f), em(0.29f));
    const bool close = icon_button(centred(cross, em(1.65f), em(1.65f)), "Close the calculator", Icon::wrong);
    text_in(head, Face::body_bold, colors().text, "Calculator");
    control(head, {.name = "Move the calculator", .kind = "grip", .stop = false, .pressed_by = PressedBy::nothing});
    if (ImGui::IsItemActive()) {
        const ImVec2 by = ImGui::GetIO().MouseDelta;
        panel.moved = {panel.moved.x + by.x, panel.moved.y + by.y};
    }
    return close;
}

}  // namespace

bool calculator_panel(const Rect& room, CalculatorPanel& panel) {
    read_keys(panel.calculator);
    bool close = take(Key::escape);
    const Rect box = place_of(room, panel);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const Overlay overlay({0, 0, screen.x, screen.y});
    const Scope scope("calculator");
    shadow(box, em(Radius::card), em(1.06f), em(0.29f), 0.16f);
    bordered(box, colors().surface, colors().line, em(Radius::card));
    Rect in = box.inset(em(0.71f));
    close = draw_title(take_top(in, em(1.88f)), panel) || close;
    draw_display(take_top(in, em(3.06f), em(0.47f)), panel.calculator);
    const Group group("calculator keys", Arrows::both, Stops::one);
    for (std::size_t row = 0; row < panel_keys.size() / panel_columns; ++row) {
        const std::vector<Rect> cells =
            columns(take_top(in, key_height_in(room), em(key_gap)), panel_columns, em(key_gap));
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const PanelKey& key = panel_keys[row * panel_columns + i];
            if (panel_key(cells[i], key)) panel.calculator.press(key.key);
        }
    }
    // Presses between its keys stay with the panel.
    control(box, {.name = "Calculator", .kind = "panel", .stop = false, .pressed_by = PressedBy::nothing});
    return close;
}

}  // namespace collimate::ui
