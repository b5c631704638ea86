#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

struct ImDrawData;
struct ImDrawList;

namespace collimate::test {

/// Pixels of a screen, 0xAABBGGRR, rows from the top.
struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;

    [[nodiscard]] std::uint32_t at(int x, int y) const {
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

/// A texture as the draw data names it: RGBA, 4 bytes a pixel.
struct TestTexture {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;
};

/// Draw data as the graphics card would show it: pixel centres, top-left rule, bilinear texture, source-over blending.
/// Every texture id in it is a TestTexture*.
[[nodiscard]] Picture rasterise(const ImDrawData& data, std::uint32_t ground);
/// One list alone, on a ground of the given size.
[[nodiscard]] Picture rasterise(const ImDrawList& list, int width, int height, std::uint32_t ground);

/// Throws std::runtime_error when the file cannot be written.
void write_png(const Picture& picture, const std::filesystem::path& file);

}  // namespace collimate::test
