#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace collimate {

/// An expression of the bank format, compiled once: arithmetic, comparisons, `&& || ?:`, a closed list of functions.
class Expression {
public:
    /// `names[i]` stands for `values[i]`, which must outlive the expression.
    /// Throws Refused with what is wrong: an unknown name or function, an assignment, text, more than one result.
    Expression(const std::string& text, std::span<const std::string> names, double* values);
    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();

    /// At the present values; not finite where the arithmetic is undefined.
    [[nodiscard]] double value() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Names an expression uses, functions and constants aside, each once, in order of appearance.
[[nodiscard]] std::vector<std::string> names_in(std::string_view expression);

/// Whether a name is taken by a function, a constant or the placeholder `value`.
[[nodiscard]] bool is_reserved(std::string_view name);

}  // namespace collimate
