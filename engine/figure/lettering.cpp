#include "engine/figure/lettering.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace collimate {

namespace {

struct Glyph {
    char letter;
    std::string_view pen;  ///< pairs of digits, across 0-4 and down 0-6; a space lifts the pen
};

constexpr double glyph_advance = 6.0;
constexpr double glyph_height = 6.0;

constexpr std::array glyphs = {
    Glyph{'0', "103041453616050110"},
    Glyph{'1', "112026 1636"},
    Glyph{'2', "011030414206 0646"},
    Glyph{'3', "011030414233 13334445361605"},
    Glyph{'4', "36300444"},
    Glyph{'5', "400002324345361605"},
    Glyph{'6', "4130100105163645443303"},
    Glyph{'7', "00404116"},
    Glyph{'8', "103041423313020110 1304051636454433"},
    Glyph{'9', "4313020110304145361605"},
    Glyph{'-', "0343"},
    Glyph{'+', "0343 2125"},
    Glyph{'.', "2526"},
    Glyph{',', "2516"},
    Glyph{':', "2122 2425"},
    Glyph{'/', "4006"},
    Glyph{'%', "4006 0010110100 3545463635"},
    Glyph{'=', "0242 0444"},
    Glyph{'<', "410345"},
    Glyph{'>', "014305"},
    Glyph{'(', "30212536"},
    Glyph{')', "10212516"},
    Glyph{'A', "062046 1434"},
    Glyph{'B', "060030414233 033344453606"},
    Glyph{'C', "4130100105163645"},
    Glyph{'D', "00304145360600"},
    Glyph{'E', "40000646 0333"},
    Glyph{'F', "400006 0333"},
    Glyph{'G', "41301001051636454323"},
    Glyph{'H', "0006 4046 0343"},
    Glyph{'I', "1030 2026 1636"},
    Glyph{'J', "4045361605"},
    Glyph{'K', "0006 4003 0346"},
    Glyph{'L', "000646"},
    Glyph{'M', "0600234046"},
    Glyph{'N', "06004640"},
    Glyph{'O', "103041453616050110"},
    Glyph{'P', "06003041423303"},
    Glyph{'Q', "103041453616050110 2446"},
    Glyph{'R', "06003041423303 2346"},
    Glyph{'S', "4130100102134445361605"},
    Glyph{'T', "0040 2026"},
    Glyph{'U', "000516364540"},
    Glyph{'V', "002640"},
    Glyph{'W', "0016233640"},
    Glyph{'X', "0046 4006"},
    Glyph{'Y', "002340 2326"},
    Glyph{'Z', "00400646"},
};

std::string_view pen_of(char letter) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    const auto found = std::find_if(glyphs.begin(), glyphs.end(), [&](const Glyph& g) { return g.letter == letter; });
    return found == glyphs.end() ? std::string_view{} : found->pen;
}

std::uint8_t blend(std::uint8_t under, std::uint8_t over, float cover) {
    return static_cast<std::uint8_t>(
        std::lround(static_cast<float>(under) * (1 - cover) + static_cast<float>(over) * cover));
}

}  // namespace

Overlay::Overlay(int width, int height)
    : width_(width), height_(height), cover_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

void Overlay::line(double x0, double y0, double x1, double y1, double thickness) {
    const double reach = thickness / 2 + 1;
    const int left = std::max(0, static_cast<int>(std::min(x0, x1) - reach));
    const int right = std::min(width_ - 1, static_cast<int>(std::max(x0, x1) + reach));
    const int top = std::max(0, static_cast<int>(std::min(y0, y1) - reach));
    const int bottom = std::min(height_ - 1, static_cast<int>(std::max(y0, y1) + reach));
    const double dx = x1 - x0;
    const double dy = y1 - y0;
    const double square = std::max(dx * dx + dy * dy, 1e-12);
    for (int y = top; y <= bottom; ++y)
        for (int x = left; x <= right; ++x) {
            const double px = x + 0.5 - x0;
            const double py = y + 0.5 - y0;
            const double along = std::clamp((px * dx + py * dy) / square, 0.0, 1.0);
            const double away = std::hypot(px - along * dx, py - along * dy);
            float& cover = cover_[static_cast<std::size_t>(y * width_ + x)];
            cover = std::max(cover, static_cast<float>(std::clamp(thickness / 2 + 0.5 - away, 0.0, 1.0)));
        }
}

void Overlay::box(double x0, double y0, double x1, double y1) {
    for (int y = std::max(0, static_cast<int>(y0)); y < std::min<double>(height_, y1); ++y)
        for (int x = std::max(0, static_cast<int>(x0)); x < std::min<double>(width_, x1); ++x)
            cover_[static_cast<std::size_t>(y * width_ + x)] = 1.0F;
}

void Overlay::text(double x, double y, std::string_view words, double height) {
    const double scale = height / glyph_height;
    const double thickness = std::max(1.0, height / 8);
    const double top = y - height / 2;
    for (const char letter : words) {
        int digits = 0;
        double from_x = 0;
        double from_y = 0;
        double at_x = 0;
        bool down = false;
        for (const char step : pen_of(letter)) {
            if (step == ' ') {
                if (digits == 0) down = false;
                continue;
            }
            if (digits++ == 0) {
                at_x = x + (step - '0') * scale;
                continue;
            }
            digits = 0;
            const double at_y = top + (step - '0') * scale;
            if (down) line(from_x, from_y, at_x, at_y, thickness);
            from_x = at_x;
            from_y = at_y;
            down = true;
        }
        x += glyph_advance * scale;
    }
}

double Overlay::text_width(std::string_view words, double height) {
    return static_cast<double>(words.size()) * glyph_advance * height / glyph_height;
}

void Overlay::burn(std::span<std::uint16_t> gray, std::uint16_t level) const {
    for (std::size_t i = 0; i < cover_.size(); ++i)
        gray[i] = static_cast<std::uint16_t>(
            std::lround(static_cast<float>(gray[i]) * (1 - cover_[i]) + static_cast<float>(level) * cover_[i]));
}

void Overlay::burn(std::span<std::uint8_t> rgb, std::uint8_t red, std::uint8_t green, std::uint8_t blue) const {
    for (std::size_t i = 0; i < cover_.size(); ++i) {
        if (cover_[i] == 0.0F) continue;
        rgb[3 * i] = blend(rgb[3 * i], red, cover_[i]);
        rgb[3 * i + 1] = blend(rgb[3 * i + 1], green, cover_[i]);
        rgb[3 * i + 2] = blend(rgb[3 * i + 2], blue, cover_[i]);
    }
}

}  // namespace collimate
