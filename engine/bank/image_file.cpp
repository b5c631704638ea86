#include "engine/bank/image_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "engine/bank/content.hpp"
#include "engine/base/error.hpp"
#include "engine/item/item.hpp"

namespace {

/// No honest image within our limits asks for more at once; a packed bomb does.
constexpr std::size_t largest_allocation = std::size_t{160} << 20;

void* bounded_malloc(std::size_t size) { return size > largest_allocation ? nullptr : std::malloc(size); }
void* bounded_realloc(void* old, std::size_t size) {
    return size > largest_allocation ? nullptr : std::realloc(old, size);
}

}  // namespace

#define STBI_MALLOC(size) bounded_malloc(size)
#define STBI_REALLOC(old, size) bounded_realloc(old, size)
#define STBI_FREE(old) std::free(old)
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 8192
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>

namespace collimate {
namespace {

namespace fs = std::filesystem;

const stbi_uc* raw(std::string_view bytes) { return reinterpret_cast<const stbi_uc*>(bytes.data()); }
int length(std::string_view bytes) { return static_cast<int>(bytes.size()); }

bool is_png(std::string_view bytes) { return bytes.starts_with("\x89PNG\r\n\x1a\n"); }
bool is_jpeg(std::string_view bytes) { return bytes.starts_with("\xff\xd8\xff"); }

/// A decoder goes on where a file ends too early; its last mark tells.
void check_end(std::string_view bytes) {
    const bool png_ends = bytes.find("IEND", bytes.size() - std::min<std::size_t>(bytes.size(), 4096)) != bytes.npos;
    const bool jpeg_ends = bytes.rfind("\xff\xd9") != bytes.npos;
    if (is_png(bytes) ? !png_ends : !jpeg_ends) throw Refused("it is cut short");
}

struct Release {
    void operator()(void* pixels) const { std::free(pixels); }
};

template <class Sample>
using Pixels = std::unique_ptr<Sample, Release>;

template <class Sample>
Pixels<Sample> checked(Sample* pixels, FigureSize due, FigureSize found) {
    Pixels<Sample> owned(pixels);
    if (!owned) throw Refused("it is damaged (" + std::string(stbi_failure_reason()) + ")");
    if (found != due) throw Refused("it does not hold what its header says");
    return owned;
}

}  // namespace

std::string read_image_file(const fs::path& file) {
    std::error_code error;
    if (!fs::exists(file, error)) throw Refused("there is no such file");
    if (!fs::is_regular_file(file, error)) throw Refused("it is no ordinary file");
    const auto size = fs::file_size(file, error);
    if (error || size == 0) throw Refused("it is empty or cannot be read");
    if (size > largest_image_file) throw Refused("it is larger than 20 MB");
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!stream) throw WorldFailed(file.string() + ": cannot be read; check its permissions");
    return bytes;
}

std::string hash_of_image(std::string_view bytes) {
    ContentHash hash;
    hash.add(bytes);
    return hash.hex();
}

FigureSize image_size(std::string_view bytes) {
    if (!is_png(bytes) && !is_jpeg(bytes)) throw Refused("it is neither PNG nor JPEG");
    FigureSize size;
    int channels = 0;
    if (!stbi_info_from_memory(raw(bytes), length(bytes), &size.width, &size.height, &channels))
        throw Refused("its header is damaged, or one side is longer than 8192 pixels");
    if (size.width < 1 || size.height < 1 || size.width > largest_image_side || size.height > largest_image_side ||
        static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) > largest_image_pixels)
        throw Refused("it is " + std::to_string(size.width) + " x " + std::to_string(size.height) +
                      " pixels; at most 8192 a side and 16 million in all");
    return size;
}

Figure decode_image(std::string_view bytes) {
    const FigureSize size = image_size(bytes);
    check_end(bytes);
    Figure figure{.width = size.width, .height = size.height};
    int width = 0;
    int height = 0;
    int channels = 0;
    (void)stbi_info_from_memory(raw(bytes), length(bytes), &width, &height, &channels);
    const bool gray = channels <= 2;
    const std::size_t count = figure.pixels() * (gray ? 1 : 3);
    if (gray && stbi_is_16_bit_from_memory(raw(bytes), length(bytes))) {
        auto* loaded = stbi_load_16_from_memory(raw(bytes), length(bytes), &width, &height, &channels, 1);
        const auto pixels = checked(loaded, size, {width, height});
        figure.gray.assign(pixels.get(), pixels.get() + count);
        figure.windows = {{.center = 32767.5, .width = 65535.0}};
        return figure;
    }
    auto* loaded = stbi_load_from_memory(raw(bytes), length(bytes), &width, &height, &channels, gray ? 1 : 3);
    const auto pixels = checked(loaded, size, {width, height});
    if (gray) {
        figure.gray.assign(pixels.get(), pixels.get() + count);
        figure.windows = {{.center = 127.5, .width = 255.0}};
    } else {
        figure.rgb.assign(pixels.get(), pixels.get() + count);
    }
    return figure;
}

}  // namespace collimate
