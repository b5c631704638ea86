#include "engine/figure/generator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/base/error.hpp"

namespace collimate {

namespace {

std::vector<Generator> all_generators() {
    std::vector<Generator> all;
    for (const auto list : {ct_generators(), mr_generators(), ultrasound_generators(), doppler_generators(),
                            radiograph_generators(), mammogram_generators(), diagram_generators()})
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

std::string listed(std::span<const std::string_view> words) { return fmt::format("{}", fmt::join(words, ", ")); }

double checked_value(const Generator& generator, const FigureParameter& parameter, const FigureValue& value) {
    if (parameter.choices.empty()) {
        const double* number = std::get_if<double>(&value);
        if (number && *number >= parameter.low && *number <= parameter.high) return *number;
        throw Refused(fmt::format("{} of {} must be a number from {} to {}", parameter.name, generator.name,
                                  parameter.low, parameter.high));
    }
    const std::string* word = std::get_if<std::string>(&value);
    const auto found =
        word ? std::find(parameter.choices.begin(), parameter.choices.end(), *word) : parameter.choices.end();
    if (found == parameter.choices.end())
        throw Refused(
            fmt::format("{} of {} must be one of: {}", parameter.name, generator.name, listed(parameter.choices)));
    return static_cast<double>(found - parameter.choices.begin());
}

}  // namespace

std::span<const Generator> generators() {
    static const std::vector<Generator> all = all_generators();
    return all;
}

const Generator* find_generator(std::string_view name) {
    const auto all = generators();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Generator& g) { return g.name == name; });
    return found == all.end() ? nullptr : &*found;
}

FigureValues::FigureValues(const Generator& generator, const FigureSettings& settings)
    : parameters_(generator.parameters) {
    for (const auto& parameter : parameters_) values_.push_back(parameter.usual);
    for (const auto& [name, value] : settings) {
        const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                        [&](const FigureParameter& p) { return p.name == name; });
        if (found == parameters_.end()) {
            std::vector<std::string_view> names;
            for (const auto& p : parameters_) names.push_back(p.name);
            throw Refused(fmt::format("{} has no parameter {}; it has: {}", generator.name, name, listed(names)));
        }
        values_[static_cast<std::size_t>(found - parameters_.begin())] = checked_value(generator, *found, value);
    }
}

std::size_t FigureValues::index_of(std::string_view name) const {
    const auto found =
        std::find_if(parameters_.begin(), parameters_.end(), [&](const FigureParameter& p) { return p.name == name; });
    if (found == parameters_.end()) throw std::logic_error("no such figure parameter: " + std::string(name));
    return static_cast<std::size_t>(found - parameters_.begin());
}

double FigureValues::number(std::string_view name) const { return values_[index_of(name)]; }

int FigureValues::count(std::string_view name) const { return static_cast<int>(std::lround(number(name))); }

std::string_view FigureValues::choice(std::string_view name) const {
    const std::size_t index = index_of(name);
    return parameters_[index].choices[static_cast<std::size_t>(values_[index])];
}

Figure render_figure(const Generator& generator, const FigureSettings& settings, FigureSize size, std::uint64_t seed) {
    for (const int side : {size.width, size.height})
        if (side < smallest_figure_side || side > largest_figure_side)
            throw Refused(fmt::format("a figure has sides of {} to {} pixels, not {}", smallest_figure_side,
                                      largest_figure_side, side));
    return generator.render(FigureValues(generator, settings), size, seed);
}

}  // namespace collimate
