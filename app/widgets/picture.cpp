#include "app/widgets/picture.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>

namespace collimate::ui {
namespace {

constexpr std::uint32_t opaque = 0xFF000000u;
constexpr double highest_stored = 65535;

std::uint32_t packed(std::uint32_t r, std::uint32_t g, std::uint32_t b) {
    if constexpr (std::endian::native == std::endian::little) return opaque | b << 16 | g << 8 | r;
    return r << 24 | g << 16 | b << 8 | 0xFFu;
}

/// Where a frame begins among stored values or colors of so many channels.
template <class Stored>
const Stored* frame_of(const std::vector<Stored>& all, const Figure& figure, int frame, std::size_t channels) {
    return all.data() + channels * figure.pixels() * static_cast<std::size_t>(frame);
}

/// Each word is made of the block of `n` x `n` pixels whose upper left one is at the index given to `block_at`; what is
/// left over at the right and lower edge is left out.
void for_blocks(const Figure& figure, int n, const Pixels& pixels, std::uint32_t* words, const auto& block_at) {
    for (int y = 0; y < pixels.height; ++y) {
        std::size_t at =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(n) * static_cast<std::size_t>(figure.width);
        for (int x = 0; x < pixels.width; ++x, at += static_cast<std::size_t>(n)) *words++ = block_at(at);
    }
}

void paint_gray(const Figure& figure, const Shown& shown, int n, const Pixels& pixels, std::uint32_t* words) {
    static thread_local std::vector<std::uint32_t> levels(static_cast<std::size_t>(highest_stored) + 1);
    gray_levels(figure, shown.window, shown.inverted, levels);
    const std::uint16_t* stored = frame_of(figure.gray, figure, shown.frame, 1);
    const std::uint32_t* level = levels.data();
    if (n == 1) {
        for (std::size_t i = 0; i < figure.pixels(); ++i) words[i] = level[stored[i]];
        return;
    }
    const auto width = static_cast<std::size_t>(figure.width);
    const auto area = static_cast<std::uint32_t>(n * n);
    for_blocks(figure, n, pixels, words, [=](std::size_t at) {
        std::uint32_t sum = area / 2;
        for (int row = 0; row < n; ++row, at += width)
            for (int i = 0; i < n; ++i) sum += level[stored[at + static_cast<std::size_t>(i)]] >> 8 & 0xFFu;
        const std::uint32_t gray = sum / area;
        return packed(gray, gray, gray);
    });
}

void paint_color(const Figure& figure, const Shown& shown, int n, const Pixels& pixels, std::uint32_t* words) {
    const std::uint8_t* rgb = frame_of(figure.rgb, figure, shown.frame, 3);
    if (n == 1) {
        for (std::size_t i = 0; i < figure.pixels(); ++i, rgb += 3) words[i] = packed(rgb[0], rgb[1], rgb[2]);
        return;
    }
    const auto width = static_cast<std::size_t>(figure.width);
    const auto area = static_cast<std::uint32_t>(n * n);
    for_blocks(figure, n, pixels, words, [=](std::size_t at) {
        std::array<std::uint32_t, 3> sum{area / 2, area / 2, area / 2};
        for (int row = 0; row < n; ++row, at += width)
            for (std::size_t i = 0; i < 3 * static_cast<std::size_t>(n); ++i) sum[i % 3] += rgb[3 * at + i];
        return packed(sum[0] / area, sum[1] / area, sum[2] / area);
    });
}

/// Along one axis: `room` from `low`, a picture `size` long whose share `middle` is wanted in the middle.
float low_edge(float low, float room, float size, double middle) {
    if (size <= room) return std::floor(low + (room - size) / 2);
    const float wanted = low + room / 2 - size * static_cast<float>(middle);
    return std::round(std::clamp(wanted, low + room - size, low));
}

}  // namespace

GrayWindow opening_window(const Figure& figure) {
    return figure.windows.empty() ? GrayWindow{} : figure.windows.front();
}

GrayWindow dragged(const Figure& figure, GrayWindow window, float dx, float dy) {
    const double span = std::abs(figure.slope) * highest_stored;
    const double bottom = std::min(figure.intercept, figure.intercept + figure.slope * highest_stored);
    const double step = std::max(opening_window(figure).width, window.width) / 250;
    window.name.clear();
    window.width = std::clamp(window.width + step * dx, std::abs(figure.slope), span);
    window.center = std::clamp(window.center + step * dy, bottom, bottom + span);
    return window;
}

void gray_levels(const Figure& figure, const GrayWindow& window, bool inverted, std::span<std::uint32_t> levels) {
    const double scale = (inverted ? -255 : 255) / std::max(window.width, 1e-9);
    const double black = window.center - window.width / 2;
    const auto step = static_cast<float>(scale * figure.slope);
    const auto start = static_cast<float>((inverted ? 255.5 : 0.5) + scale * (figure.intercept - black));
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const float level = std::clamp(start + step * static_cast<float>(static_cast<std::int32_t>(i)), 0.0f, 255.0f);
        const auto gray = static_cast<std::uint32_t>(static_cast<std::int32_t>(level));
        levels[i] = packed(gray, gray, gray);
    }
}

void paint_pixels(const Figure& figure, const Shown& shown, Pixels& pixels) {
    const int n = std::clamp(shown.shrink, 1, std::max(1, std::min(figure.width, figure.height)));
    pixels.width = figure.width / n;
    pixels.height = figure.height / n;
    pixels.rgba.resize(4 * static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.height));
    auto* words = reinterpret_cast<std::uint32_t*>(pixels.rgba.data());
    if (figure.is_gray())
        paint_gray(figure, shown, n, pixels, words);
    else
        paint_color(figure, shown, n, pixels, words);
}

std::optional<double> value_at(const Figure& figure, int frame, Spot spot) {
    if (!figure.is_gray() || figure.unit.empty() || !within(spot)) return std::nullopt;
    const auto place = [](double share, int size) {
        return static_cast<std::size_t>(std::clamp(static_cast<int>(share * size), 0, size - 1));
    };
    const std::size_t at = figure.pixels() * static_cast<std::size_t>(frame) +
                           place(spot.y, figure.height) * static_cast<std::size_t>(figure.width) +
                           place(spot.x, figure.width);
    return figure.slope * figure.gray[at] + figure.intercept;
}

std::optional<double> length_mm(const Figure& figure, const Segment& segment) {
    if (!figure.mm_per_pixel) return std::nullopt;
    return *figure.mm_per_pixel *
           std::hypot((segment.to.x - segment.from.x) * figure.width, (segment.to.y - segment.from.y) * figure.height);
}

LoopPlace advanced(const Figure& figure, LoopPlace place, double ms, double speed) {
    if (figure.frames < 2 || figure.frame_ms <= 0) return place;
    const double passed = place.left_ms + ms * speed;
    const auto frames = static_cast<std::int64_t>(std::floor(passed / figure.frame_ms));
    place.frame = static_cast<int>((place.frame + frames) % figure.frames);
    place.left_ms = passed - static_cast<double>(frames) * figure.frame_ms;
    return place;
}

Rect placed(const Figure& figure, const Rect& room, float zoom, Spot middle) {
    const auto width = static_cast<float>(std::max(figure.width, 1));
    const auto height = static_cast<float>(std::max(figure.height, 1));
    const float scale = std::min(room.width() / width, room.height() / height) * zoom;
    const float w = std::floor(width * scale);
    const float h = std::floor(height * scale);
    return at({low_edge(room.x0, room.width(), w, middle.x), low_edge(room.y0, room.height(), h, middle.y)}, w, h);
}

Spot spot_at(const Rect& picture, Point point) {
    return {static_cast<double>((point.x - picture.x0) / std::max(picture.width(), 1.0f)),
            static_cast<double>((point.y - picture.y0) / std::max(picture.height(), 1.0f))};
}

Point point_at(const Rect& picture, Spot spot) {
    return {picture.x0 + picture.width() * static_cast<float>(spot.x),
            picture.y0 + picture.height() * static_cast<float>(spot.y)};
}

namespace {

std::string number_words(double value, int decimals) {
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, std::abs(value));
    std::string words(text.data(), static_cast<std::size_t>(std::clamp(length, 0, 31)));
    const bool zero = words.find_first_not_of("0.") == std::string::npos;
    return value < 0 && !zero ? "\u2212" + words : words;
}

}  // namespace

std::string window_words(const GrayWindow& window) {
    const int decimals = window.width < 10 ? 1 : 0;
    return "W\u00A0" + number_words(window.width, decimals) + "  L\u00A0" + number_words(window.center, decimals);
}

std::string value_words(const Figure& figure, double value) {
    const int decimals = std::abs(figure.slope) < 0.1 ? 2 : std::abs(figure.slope) < 1 ? 1 : 0;
    return number_words(value, decimals) + "\u00A0" + figure.unit;
}

}  // namespace collimate::ui
