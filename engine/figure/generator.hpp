#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/figure/figure.hpp"

namespace collimate {

/// What an author may set. A number within [low, high], or, where there are choices, one of these words.
struct FigureParameter {
    std::string_view name;  ///< ends in its unit: `slice_mm`, `noise_hu`
    double low = 0.0;
    double high = 0.0;
    double usual = 0.0;  ///< for choices: the index of the usual one
    std::string_view meaning;
    std::span<const std::string_view> choices = {};
};

/// The choices of a parameter that is on or off.
inline constexpr std::array<std::string_view, 2> no_yes{"no", "yes"};

struct FigureSize {
    int width = 0;
    int height = 0;
    friend bool operator==(const FigureSize&, const FigureSize&) = default;
};

using FigureValue = std::variant<double, std::string>;
using FigureSettings = std::map<std::string, FigureValue, std::less<>>;

class FigureValues;

/// Computes a picture from physics. A pure function of values, size and seed.
struct Generator {
    std::string_view name;   ///< `ct-phantom`
    int version = 1;         ///< raised when the same values would draw another picture
    std::string_view shows;  ///< one sentence for authors
    FigureSize usual;
    std::span<const FigureParameter> parameters;
    Figure (*render)(const FigureValues& values, FigureSize size, std::uint64_t seed);
    /// Where the named parts of the picture lie, without computing a pixel; the same ones that `render` returns.
    std::vector<FigurePart> (*parts)(const FigureValues& values, FigureSize size, std::uint64_t seed);
};

/// All generators, by modality.
[[nodiscard]] std::span<const Generator> generators();
[[nodiscard]] const Generator* find_generator(std::string_view name);

/// The settings of a figure, checked against its generator, what was not set filled in.
class FigureValues {
public:
    /// Throws Refused in one sentence for an unknown parameter, a number outside its range, a word that is no choice.
    FigureValues(const Generator& generator, const FigureSettings& settings);

    [[nodiscard]] double number(std::string_view name) const;
    [[nodiscard]] int count(std::string_view name) const;  ///< rounded
    [[nodiscard]] std::string_view choice(std::string_view name) const;

private:
    [[nodiscard]] std::size_t index_of(std::string_view name) const;
    std::span<const FigureParameter> parameters_;
    std::vector<double> values_;
};

inline constexpr int largest_figure_side = 1024;
inline constexpr int smallest_figure_side = 64;

/// Renders after checking settings and size. Throws Refused.
[[nodiscard]] Figure render_figure(const Generator& generator, const FigureSettings& settings, FigureSize size,
                                   std::uint64_t seed);

// One list for each modality, in the file of that name.
[[nodiscard]] std::span<const Generator> ct_generators();
[[nodiscard]] std::span<const Generator> mr_generators();
[[nodiscard]] std::span<const Generator> ultrasound_generators();
[[nodiscard]] std::span<const Generator> doppler_generators();
[[nodiscard]] std::span<const Generator> radiograph_generators();
[[nodiscard]] std::span<const Generator> mammogram_generators();
[[nodiscard]] std::span<const Generator> diagram_generators();

}  // namespace collimate
