#pragma once

#include <optional>
#include <string>

#include "app/widgets/layout.hpp"

namespace collimate::ui {

// clang-format off
enum class CalculatorKey {
    d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, point, sign,
    add, subtract, multiply, divide, equals,
    root, square, inverse,
    clear, backspace,
    memory_clear, memory_recall, memory_add, memory_subtract,
};
// clang-format on

/// A four-function pocket calculator: each operation is carried out as the next one is pressed, 2 + 3 x 4 = 20.
/// `equals` pressed again repeats the last operation. Division by zero and the root of a negative number show "Error"
/// until `clear`; the memory stays.
class Calculator {
public:
    void press(CalculatorKey key);

    /// The number being entered or shown, ten significant digits at most, a true minus sign; or "Error".
    [[nodiscard]] std::string display() const;
    /// What waits for its second number, "12 \u00D7"; empty where nothing does.
    [[nodiscard]] std::string pending() const;
    [[nodiscard]] bool has_memory() const { return memory_ != 0.0; }

private:
    struct Waiting {
        double left = 0.0;
        CalculatorKey operation = CalculatorKey::add;
    };
    struct Repeat {
        CalculatorKey operation = CalculatorKey::add;
        double right = 0.0;
    };

    [[nodiscard]] double value() const;
    void enter(char sign);
    void show(double number);
    void operate(CalculatorKey operation);
    void equals();
    void backspace();
    void change_sign();
    void fail();

    std::string entry_;  ///< as typed, ASCII; empty while a result is shown
    double shown_ = 0.0;
    std::optional<Waiting> waiting_;
    std::optional<Repeat> repeat_;
    bool right_given_ = false;  ///< a second number stands for `waiting_`
    bool error_ = false;
    double memory_ = 0.0;
};

/// A calculator on the screen: above the page, beside which the page goes on working. Digits and signs typed go to it
/// while it is open, letters to the page.
struct CalculatorPanel {
    Calculator calculator;
    Point moved;  ///< from its corner, by its title
};

/// At the bottom right of `room`, above everything painted there. Call before what it covers, so that it gets the
/// mouse. True when it is to be closed: by its cross or Escape.
[[nodiscard]] bool calculator_panel(const Rect& room, CalculatorPanel& panel);

}  // namespace collimate::ui
