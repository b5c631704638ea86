// The exam's calculator, by values worked by hand.
#include "app/widgets/calculator.hpp"

#include <string_view>

#include "tests/support/catch.hpp"

using namespace collimate::ui;

namespace {

/// Presses written as signs: digits, . + - * / =, ~ change sign, @ root, q square, i one over, < backspace, C clear,
/// m M+, w M-, r recall, z clear the memory.
CalculatorKey calculator_key(char sign) {
    if (sign >= '0' && sign <= '9') return static_cast<CalculatorKey>(sign - '0');
    switch (sign) {
        case '.':
            return CalculatorKey::point;
        case '+':
            return CalculatorKey::add;
        case '-':
            return CalculatorKey::subtract;
        case '*':
            return CalculatorKey::multiply;
        case '/':
            return CalculatorKey::divide;
        case '~':
            return CalculatorKey::sign;
        case '@':
            return CalculatorKey::root;
        case 'q':
            return CalculatorKey::square;
        case 'i':
            return CalculatorKey::inverse;
        case '<':
            return CalculatorKey::backspace;
        case 'C':
            return CalculatorKey::clear;
        case 'm':
            return CalculatorKey::memory_add;
        case 'w':
            return CalculatorKey::memory_subtract;
        case 'r':
            return CalculatorKey::memory_recall;
        case 'z':
            return CalculatorKey::memory_clear;
        default:
            return CalculatorKey::equals;
    }
}

std::string after(std::string_view presses) {
    Calculator calculator;
    for (const char sign : presses) calculator.press(calculator_key(sign));
    return calculator.display();
}

}  // namespace

TEST_CASE("The calculator") {
    SECTION("shows what is typed, digit by digit") {
        CHECK(after("") == "0");
        CHECK(after("007") == "7");
        CHECK(after("12.50") == "12.50");
        CHECK(after("1.2.3") == "1.23");
        CHECK(after(".5") == "0.5");
        CHECK(after("12345678901234") == "1234567890");
        CHECK(after("120<<") == "1");
        CHECK(after("7<") == "0");
        CHECK(after("7~") == "\u22127");
        CHECK(after("7~~") == "7");
    }
    SECTION("carries out one operation after the other, without precedence") {
        CHECK(after("12/8=") == "1.5");
        CHECK(after("2+3*4=") == "20");
        CHECK(after("100-55-45=") == "0");
        CHECK(after("0.1+0.2=") == "0.3");
        CHECK(after("5*3~=") == "\u221215");
        CHECK(after("2+*4=") == "8");  // the later sign stands
        CHECK(after("40*0.5/55=") == "0.3636363636");
    }
    SECTION("repeats the last operation, and starts anew with a digit") {
        CHECK(after("2*3===") == "54");
        CHECK(after("5+=") == "10");
        CHECK(after("2+3=7") == "7");
        CHECK(after("2+3=+4=") == "9");
    }
    SECTION("takes roots, squares and reciprocals of what is shown") {
        CHECK(after("2@") == "1.414213562");
        CHECK(after("12q") == "144");
        CHECK(after("8i") == "0.125");
        CHECK(after("3+16@=") == "7");
        CHECK(after("2*3q=") == "18");
    }
    SECTION("says so where there is no answer, until it is cleared") {
        CHECK(after("5/0=") == "Error");
        CHECK(after("0i") == "Error");
        CHECK(after("4~@") == "Error");
        CHECK(after("5/0=7+1=") == "Error");
        CHECK(after("5/0=C7+1=") == "8");
    }
    SECTION("keeps a number in memory through clearing and errors") {
        CHECK(after("12m3mC r") == "15");
        CHECK(after("12m5wC5/0=Cr") == "7");
        CHECK(after("12mzCr") == "0");
        CHECK(after("6m2*r=") == "12");
    }
    SECTION("tells what waits for its second number") {
        Calculator calculator;
        for (const char sign : std::string_view("12*")) calculator.press(calculator_key(sign));
        CHECK(calculator.pending() == "12 \u00D7");
        calculator.press(CalculatorKey::d4);
        calculator.press(CalculatorKey::equals);
        CHECK(calculator.pending().empty());
        CHECK(calculator.display() == "48");
    }
}
