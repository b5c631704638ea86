#include <zlib.h>

#include <new>

#include "engine/figure/raster.hpp"

namespace collimate {
namespace {

void put_number(std::string& bytes, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
}

void put_chunk(std::string& file, const std::string& kind, const std::string& data) {
    put_number(file, static_cast<std::uint32_t>(data.size()));
    const std::string covered = kind + data;
    file += covered;
    const uLong check = crc32(0, reinterpret_cast<const Bytef*>(covered.data()), static_cast<uInt>(covered.size()));
    put_number(file, static_cast<std::uint32_t>(check));
}

std::string deflated(const std::string& bytes) {
    uLongf length = compressBound(static_cast<uLong>(bytes.size()));
    std::string packed(length, '\0');
    if (compress(reinterpret_cast<Bytef*>(packed.data()), &length, reinterpret_cast<const Bytef*>(bytes.data()),
                 static_cast<uLong>(bytes.size())) != Z_OK)
        throw std::bad_alloc();
    packed.resize(length);
    return packed;
}

}  // namespace

std::string to_png(const Raster& raster) {
    const std::size_t row = 3 * static_cast<std::size_t>(raster.width);
    std::string rows;
    rows.reserve((row + 1) * static_cast<std::size_t>(raster.height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(raster.height); ++y) {
        rows += '\1';  // each byte less the one of the pixel to its left
        for (std::size_t i = 0; i < row; ++i) {
            const std::uint8_t left = i < 3 ? std::uint8_t{0} : raster.rgb[y * row + i - 3];
            rows += static_cast<char>(raster.rgb[y * row + i] - left);
        }
    }
    std::string header;
    put_number(header, static_cast<std::uint32_t>(raster.width));
    put_number(header, static_cast<std::uint32_t>(raster.height));
    header += std::string("\x08\x02\0\0\0", 5);  // 8 bits, RGB, deflate, adaptive filters, not interlaced
    std::string file = "\x89PNG\r\n\x1a\n";
    put_chunk(file, "IHDR", header);
    put_chunk(file, "IDAT", deflated(rows));
    put_chunk(file, "IEND", "");
    return file;
}

}  // namespace collimate
