#include "engine/item/expression.hpp"

#include <muParser.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace {

constexpr std::size_t longest_expression = 500;
constexpr std::array<std::string_view, 20> functions = {"abs",  "sqrt", "exp",  "ln",   "log10", "log2", "min",
                                                        "max",  "rint", "sin",  "cos",  "tan",   "asin", "acos",
                                                        "atan", "sind", "cosd", "tand", "asind", "acosd"};
constexpr double radian_per_degree = std::numbers::pi / 180.0;

bool is_function(std::string_view name) {
    return name == "atand" || std::find(functions.begin(), functions.end(), name) != functions.end();
}

bool word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
/// Calls `word` for each identifier; digits directly before letters (2e3) belong to the number.
template <class Visit>
void each_word(std::string_view text, Visit word) {
    for (std::size_t i = 0; i < text.size();) {
        if (is_digit(text[i]) || text[i] == '.') {
            while (i < text.size() && (is_digit(text[i]) || text[i] == '.')) ++i;
            if (i + 1 < text.size() && (text[i] == 'e' || text[i] == 'E') &&
                (is_digit(text[i + 1]) ||
                 ((text[i + 1] == '-' || text[i + 1] == '+') && i + 2 < text.size() && is_digit(text[i + 2]))))
                i += 2;
            continue;
        }
        if (!word_start(text[i])) {
            ++i;
            continue;
        }
        const std::size_t start = i;
        while (i < text.size() && (word_start(text[i]) || is_digit(text[i]))) ++i;
        word(text.substr(start, i - start));
    }
}

/// What muParser would accept and the format does not: assignment, text, foreign characters, unknown functions.
void check_characters(const std::string& text) {
    if (text.size() > longest_expression) throw Refused("it is longer than 500 characters");
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!word_start(c) && !is_digit(c) && std::string_view(" +-*/^()<>=!&|?:,.").find(c) == std::string_view::npos)
            throw Refused(std::string("character '") + c + "' has no meaning in an expression");
        if (c != '=') continue;
        const bool second = i > 0 && std::string_view("<>=!").find(text[i - 1]) != std::string_view::npos;
        const bool first = i + 1 < text.size() && text[i + 1] == '=';
        if (!second && !first) throw Refused("'=' assigns; equality is written '=='");
    }
}

void check_words(const std::string& text, std::span<const std::string> names) {
    each_word(text, [&](std::string_view word) {
        if (word == "_pi" || word == "_e" || is_function(word)) return;
        if (word == "log") throw Refused("'log' is ambiguous; write ln, log10 or log2");
        if (std::find(names.begin(), names.end(), word) == names.end())
            throw Refused("'" + std::string(word) + "' is neither a name of draw or let nor a function");
    });
}

double least(const double* values, int count) { return *std::min_element(values, values + count); }
double greatest(const double* values, int count) { return *std::max_element(values, values + count); }

void define_functions(mu::Parser& parser) {
    parser.ClearFun();
    parser.ClearConst();
    parser.DefineConst("_pi", std::numbers::pi);
    parser.DefineConst("_e", std::numbers::e);
    using Unary = double (*)(double);
    const std::array<std::pair<const char*, Unary>, 19> unary = {{
        {"abs", [](double x) { return std::abs(x); }},
        {"sqrt", [](double x) { return std::sqrt(x); }},
        {"exp", [](double x) { return std::exp(x); }},
        {"ln", [](double x) { return std::log(x); }},
        {"log10", [](double x) { return std::log10(x); }},
        {"log2", [](double x) { return std::log2(x); }},
        {"rint", [](double x) { return std::round(x); }},
        {"sin", [](double x) { return std::sin(x); }},
        {"cos", [](double x) { return std::cos(x); }},
        {"tan", [](double x) { return std::tan(x); }},
        {"asin", [](double x) { return std::asin(x); }},
        {"acos", [](double x) { return std::acos(x); }},
        {"atan", [](double x) { return std::atan(x); }},
        {"sind", [](double x) { return std::sin(x * radian_per_degree); }},
        {"cosd", [](double x) { return std::cos(x * radian_per_degree); }},
        {"tand", [](double x) { return std::tan(x * radian_per_degree); }},
        {"asind", [](double x) { return std::asin(x) / radian_per_degree; }},
        {"acosd", [](double x) { return std::acos(x) / radian_per_degree; }},
        {"atand", [](double x) { return std::atan(x) / radian_per_degree; }},
    }};
    for (const auto& [name, function] : unary) parser.DefineFun(name, function);
    parser.DefineFun("min", least);
    parser.DefineFun("max", greatest);
}

}  // namespace

struct Expression::Impl {
    mutable mu::Parser parser;
};

Expression::Expression(const std::string& text, std::span<const std::string> names, double* values)
    : impl_(std::make_unique<Impl>()) {
    check_characters(text);
    check_words(text, names);
    try {
        define_functions(impl_->parser);
        for (std::size_t i = 0; i < names.size(); ++i) impl_->parser.DefineVar(names[i], values + i);
        impl_->parser.SetExpr(text);
        impl_->parser.Eval();
        if (impl_->parser.GetNumResults() != 1) throw Refused("it gives more than one number");
    } catch (const mu::ParserError& error) {
        throw Refused(error.GetMsg());
    }
}

Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

double Expression::value() const {
    try {
        return impl_->parser.Eval();
    } catch (const mu::ParserError&) {
        return std::numeric_limits<double>::quiet_NaN();
    }
}

std::vector<std::string> names_in(std::string_view expression) {
    std::vector<std::string> names;
    each_word(expression, [&](std::string_view word) {
        if (word == "_pi" || word == "_e" || is_function(word)) return;
        if (std::find(names.begin(), names.end(), word) == names.end()) names.emplace_back(word);
    });
    return names;
}

bool is_reserved(std::string_view name) {
    return is_function(name) || name == "value" || name == "log" || name == "_pi" || name == "_e";
}

}  // namespace collimate
