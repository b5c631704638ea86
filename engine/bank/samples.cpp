#include "engine/bank/samples.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdlib>

#include "engine/base/error.hpp"

namespace collimate {
namespace {

// Layout before deflating: one byte a frame (its forecast), then the low bytes of all differences, then, where samples
// have two bytes, the high ones.
enum Forecast : std::uint8_t { from_neighbours = 0, from_frame_before = 1 };

/// One sample's neighbours to the left, above, and above left; outside the frame they are 0 or the nearest inside.
/// The median edge detector of JPEG-LS (ITU-T T.87, A.4.1).
int forecast(int left, int above, int corner) {
    if (corner >= std::max(left, above)) return std::min(left, above);
    if (corner <= std::min(left, above)) return std::max(left, above);
    return left + above - corner;
}

/// Walks a frame and calls `visit(index, predicted)` for each sample; `frame` is filled up to the index when called.
template <class Visit>
void walk(const std::uint16_t* frame, const std::uint16_t* before, const SampleShape& shape, Visit visit) {
    const auto step = static_cast<std::size_t>(shape.channels);
    const std::size_t row = static_cast<std::size_t>(shape.width) * step;
    const std::size_t count = row * static_cast<std::size_t>(shape.height);
    for (std::size_t i = 0; i < count; ++i) {
        if (before) {
            visit(i, static_cast<int>(before[i]));
            continue;
        }
        const bool first_column = i % row < step;
        const bool first_row = i < row;
        const int left = first_column ? (first_row ? 0 : frame[i - row]) : frame[i - step];
        const int above = first_row ? left : frame[i - row];
        const int corner = first_row ? left : first_column ? above : frame[i - row - step];
        visit(i, forecast(left, above, corner));
    }
}

/// 0, -1, 1, -2, 2 ... become 0, 1, 2, 3, 4 ..., modulo 2^16 (2^8 for one byte).
unsigned folded(int difference, int bits) {
    const int range = 1 << bits;
    int d = ((difference % range) + range) % range;
    if (d >= range / 2) d -= range;
    return static_cast<unsigned>(d >= 0 ? 2 * d : -2 * d - 1);
}

int unfolded(unsigned code) { return code % 2 == 0 ? static_cast<int>(code / 2) : -static_cast<int>((code + 1) / 2); }

struct Planes {
    std::size_t frame = 0;  ///< samples of one frame
    std::size_t all = 0;    ///< of all
    std::size_t bytes = 0;  ///< before deflating
    std::size_t low = 0;    ///< where the low bytes begin
    std::size_t high = 0;   ///< where the high bytes begin
};

Planes planes_of(const SampleShape& shape) {
    Planes planes;
    planes.all = shape.count();
    planes.frame = planes.all / static_cast<std::size_t>(shape.frames);
    planes.low = static_cast<std::size_t>(shape.frames);
    planes.high = planes.low + planes.all;
    planes.bytes = planes.low + planes.all * static_cast<std::size_t>(shape.sample_bytes);
    return planes;
}

std::string deflated(const std::vector<unsigned char>& bytes) {
    uLongf length = compressBound(static_cast<uLong>(bytes.size()));
    std::string packed(length, '\0');
    if (compress2(reinterpret_cast<Bytef*>(packed.data()), &length, bytes.data(), static_cast<uLong>(bytes.size()),
                  Z_DEFAULT_COMPRESSION) != Z_OK)
        throw WorldFailed("a picture cannot be compressed; is memory short?");
    packed.resize(length);
    return packed;
}

/// Inflates into exactly `size` bytes; one more or one fewer is refused.
std::vector<unsigned char> inflated(std::string_view packed, std::size_t size) {
    std::vector<unsigned char> bytes(size);
    uLongf length = static_cast<uLongf>(size);
    uLong used = static_cast<uLong>(packed.size());
    const int outcome = uncompress2(bytes.data(), &length, reinterpret_cast<const Bytef*>(packed.data()), &used);
    if (outcome != Z_OK || length != size || used != packed.size())
        throw Refused("the samples of a picture are damaged or not as many as its size asks for");
    return bytes;
}

}  // namespace

std::string deflate_samples(const std::vector<std::uint16_t>& samples, const SampleShape& shape) {
    const Planes planes = planes_of(shape);
    const int bits = shape.sample_bytes * 8;
    std::vector<unsigned char> bytes(planes.bytes);
    for (std::size_t f = 0; f < static_cast<std::size_t>(shape.frames); ++f) {
        const std::uint16_t* frame = samples.data() + f * planes.frame;
        const std::uint16_t* before = f > 0 ? frame - planes.frame : nullptr;
        const auto cost = [&](const std::uint16_t* reference) {
            std::uint64_t sum = 0;
            walk(frame, reference, shape,
                 [&](std::size_t i, int predicted) { sum += folded(frame[i] - predicted, bits); });
            return sum;
        };
        if (before && cost(before) >= cost(nullptr)) before = nullptr;
        bytes[f] = before ? from_frame_before : from_neighbours;
        walk(frame, before, shape, [&](std::size_t i, int predicted) {
            const unsigned code = folded(frame[i] - predicted, bits);
            bytes[planes.low + f * planes.frame + i] = static_cast<unsigned char>(code & 0xff);
            if (bits == 16) bytes[planes.high + f * planes.frame + i] = static_cast<unsigned char>(code >> 8);
        });
    }
    return deflated(bytes);
}

std::vector<std::uint16_t> inflate_samples(std::string_view packed, const SampleShape& shape) {
    const Planes planes = planes_of(shape);
    const int bits = shape.sample_bytes * 8;
    const auto mask = static_cast<unsigned>((1 << bits) - 1);
    const std::vector<unsigned char> bytes = inflated(packed, planes.bytes);
    std::vector<std::uint16_t> samples(planes.all);
    for (std::size_t f = 0; f < static_cast<std::size_t>(shape.frames); ++f) {
        if (bytes[f] > from_frame_before || (f == 0 && bytes[f] != from_neighbours))
            throw Refused("the samples of a picture are damaged");
        std::uint16_t* frame = samples.data() + f * planes.frame;
        const std::uint16_t* before = bytes[f] == from_frame_before ? frame - planes.frame : nullptr;
        walk(frame, before, shape, [&](std::size_t i, int predicted) {
            unsigned code = bytes[planes.low + f * planes.frame + i];
            if (bits == 16) code |= static_cast<unsigned>(bytes[planes.high + f * planes.frame + i]) << 8;
            frame[i] = static_cast<std::uint16_t>(static_cast<unsigned>(predicted + unfolded(code)) & mask);
        });
    }
    return samples;
}

}  // namespace collimate
