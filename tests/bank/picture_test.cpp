#include "engine/bank/picture.hpp"

#include <zlib.h>

#include "engine/bank/samples.hpp"
#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

/// A frame that drifts and grains as scans do; `grain` up to the full range.
std::vector<std::uint16_t> made_up(const SampleShape& shape, std::uint64_t grain) {
    Random random(shape.count());
    std::vector<std::uint16_t> samples;
    const unsigned mask = shape.sample_bytes == 1 ? 0xff : 0xffff;
    for (std::size_t i = 0; i < shape.count(); ++i)
        samples.push_back(static_cast<std::uint16_t>((i / 7 + random.below(grain + 1)) & mask));
    return samples;
}

Figure gray_figure() {
    Figure figure{.width = 8, .height = 5, .frames = 2, .frame_ms = 40};
    for (int i = 0; i < 80; ++i) figure.gray.push_back(static_cast<std::uint16_t>(65535 - i * 700));
    figure.slope = 0.5;
    figure.intercept = -1024;
    figure.unit = "HU";
    figure.windows = {{.center = 40, .width = 400}, {.name = "Lung", .center = -600, .width = 1500}};
    figure.mm_per_pixel = 0.7;
    figure.parts = {{"ring", {Region::Shape::ellipse, {{0.5, 0.5}, {0.1, 0.2}}}},
                    {"band", {Region::Shape::polygon, {{0.1, 0.1}, {0.3, 0.1}, {0.2, 1.2}}}}};
    return figure;
}

Figure drawing() {
    Figure figure{.width = 400, .height = 300};
    figure.drawing =
        Drawing{.strokes = {{.spots = {{0.1, 0.1}, {0.9, 0.5}}, .ink = Ink::beam, .dashed = true},
                            {.spots = {{0, 0}, {1, 0}, {1, 1}}, .width = 0, .closed = true, .filled = true}},
                .labels = {{.at = {0.5, 0.4}, .text = "anode", .ink = Ink::accent}}};
    return figure;
}

std::string deflated(const std::string& bytes) {
    uLongf length = compressBound(static_cast<uLong>(bytes.size()));
    std::string packed(length, '\0');
    REQUIRE(compress(reinterpret_cast<Bytef*>(packed.data()), &length, reinterpret_cast<const Bytef*>(bytes.data()),
                     static_cast<uLong>(bytes.size())) == Z_OK);
    packed.resize(length);
    return packed;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("samples of a picture") {
    SECTION("come back as they were, whatever their shape and grain") {
        for (const SampleShape shape :
             {SampleShape{1, 1, 1, 1, 2}, SampleShape{1, 9, 3, 1, 2}, SampleShape{17, 1, 2, 3, 1},
              SampleShape{31, 23, 4, 1, 2}, SampleShape{31, 23, 4, 3, 1}})
            for (const std::uint64_t grain : {0ULL, 3ULL, 255ULL, 65535ULL}) {
                const auto samples = made_up(shape, grain);
                CHECK(inflate_samples(deflate_samples(samples, shape), shape) == samples);
            }
    }
    SECTION("of a loop that stands still cost little more than one frame") {
        const SampleShape one{64, 64, 1, 1, 2};
        const SampleShape loop{64, 64, 10, 1, 2};
        const auto frame = made_up(one, 4000);
        std::vector<std::uint16_t> frames;
        for (int i = 0; i < 10; ++i) frames.insert(frames.end(), frame.begin(), frame.end());
        CHECK(deflate_samples(frames, loop).size() < deflate_samples(frame, one).size() * 3 / 2);
    }
    SECTION("are refused when bytes are missing, too many, flipped or a bomb") {
        const SampleShape shape{16, 16, 2, 1, 2};
        const std::string packed = deflate_samples(made_up(shape, 100), shape);
        CHECK_THROWS_AS(inflate_samples(packed.substr(0, packed.size() - 5), shape), Refused);
        CHECK_THROWS_AS(inflate_samples(packed + "x", shape), Refused);
        CHECK_THROWS_AS(inflate_samples("", shape), Refused);
        CHECK_THROWS_AS(inflate_samples(std::string(100, '\xee'), shape), Refused);
        std::string flipped = packed;
        flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x55);
        CHECK_THROWS_AS(inflate_samples(flipped, shape), Refused);
        CHECK_THROWS_AS(inflate_samples(deflated(std::string(50'000'000, '\0')), shape), Refused);
        CHECK_THROWS_AS(inflate_samples(deflated(std::string(2 + 16 * 16 * 2 * 2 - 1, '\0')), shape), Refused);
        CHECK_THROWS_AS(inflate_samples(deflated("\2" + std::string(1 + 16 * 16 * 2 * 2, '\0')), shape), Refused);
        CHECK_THROWS_AS(inflate_samples(deflated("\1" + std::string(1 + 16 * 16 * 2 * 2, '\0')), shape), Refused);
    }
}

TEST_CASE("a stored picture") {
    SECTION("gives a gray loop back with all that belongs to it") {
        const Figure figure = gray_figure();
        const StoredPicture stored = pack_picture(figure);
        const Figure back = unpack_picture(stored.meta, stored.samples);
        CHECK(back.gray == figure.gray);
        CHECK(back.frames == 2);
        CHECK(back.frame_ms == 40);
        CHECK(back.slope == 0.5);
        CHECK(back.intercept == -1024);
        CHECK(back.unit == "HU");
        REQUIRE(back.windows.size() == 2);
        CHECK(back.windows[1].name == "Lung");
        CHECK(back.windows[1].width == 1500);
        CHECK(back.mm_per_pixel == 0.7);
        REQUIRE(back.parts.size() == 2);
        CHECK(back.parts[0].name == "ring");
        CHECK(back.parts[1].region == figure.parts[1].region);
        CHECK(unpack_meta(stored.meta).gray.empty());
        CHECK(unpack_meta(stored.meta).parts.size() == 2);
    }
    SECTION("gives colors and drawings back") {
        Figure color{.width = 3, .height = 2};
        for (int i = 0; i < 18; ++i) color.rgb.push_back(static_cast<std::uint8_t>(i * 14));
        const StoredPicture stored = pack_picture(color);
        CHECK(unpack_picture(stored.meta, stored.samples).rgb == color.rgb);

        const StoredPicture lines = pack_picture(drawing());
        CHECK(lines.samples.empty());
        const Figure back = unpack_picture(lines.meta, lines.samples);
        REQUIRE(back.drawing);
        REQUIRE(back.drawing->strokes.size() == 2);
        CHECK(back.drawing->strokes[0].spots == drawing().drawing->strokes[0].spots);
        CHECK(back.drawing->strokes[0].ink == Ink::beam);
        CHECK(back.drawing->strokes[0].dashed);
        CHECK(back.drawing->strokes[1].filled);
        CHECK(back.drawing->labels.at(0).text == "anode");
    }
    SECTION("is not written where a bank would refuse it") {
        Figure figure = gray_figure();
        figure.gray.pop_back();
        CHECK_THROWS_AS(pack_picture(figure), Refused);
        figure = gray_figure();
        figure.windows.clear();
        CHECK_THROWS_AS(pack_picture(figure), Refused);
        CHECK_THROWS_AS(pack_picture(Figure{.width = 10, .height = 10}), Refused);
    }
    SECTION("is refused when its description lies") {
        const StoredPicture stored = pack_picture(gray_figure());
        for (const auto& [from, to] :
             std::vector<std::pair<std::string, std::string>>{{"\"width\":8", "\"width\":80"},
                                                              {"\"width\":8", "\"width\":-8"},
                                                              {"\"width\":8", "\"width\":1e300"},
                                                              {"\"width\":8", "\"width\":\"8\""},
                                                              {"\"width\":8", "\"width\":8192"},
                                                              {"\"width\":8,", ""},
                                                              {"\"frames\":2", "\"frames\":240000"},
                                                              {"\"frames\":2", "\"frames\":0"},
                                                              {"\"frames\":2", "\"frames\":1"},
                                                              {"\"gray\"", "\"infrared\""},
                                                              {"\"gray\"", "\"rgb\""},
                                                              {"\"slope\":0.5", "\"slope\":1e200"},
                                                              {"\"slope\":0.5", "\"slope\":null"},
                                                              {"\"ring\"", "\"" + std::string(1000, 'r') + "\""},
                                                              {"\"polygon\"", "\"spiral\""},
                                                              {"\"polygon\"", "\"rectangle\""},
                                                              {"\"mm_per_pixel\":0.7", "\"mm_per_pixel\":0"},
                                                              {"\"unit\":\"HU\"", "\"unit\":\"HU\",\"unit\":\"HU\""},
                                                              {"{", "["},
                                                              {"{", std::string(10'000, '[')}}) {
            INFO(from << " -> " << to.substr(0, 60));
            CHECK_THROWS_AS(unpack_picture(with(stored.meta, from, to), stored.samples), Refused);
        }
        CHECK_THROWS_AS(unpack_meta("{}" + std::string(std::size_t{9} << 20, ' ')), Refused);
        CHECK_THROWS_AS(unpack_meta(""), Refused);
    }
    SECTION("is refused when its drawing lies") {
        const std::string meta = pack_picture(drawing()).meta;
        CHECK_THROWS_AS(unpack_meta(with(meta, "\"beam\"", "\"blood\"")), Refused);
        CHECK_THROWS_AS(unpack_meta(with(meta, "[0.1,0.1,0.9,0.5]", "[0.1,0.1,0.9]")), Refused);
        CHECK_THROWS_AS(unpack_meta(with(meta, "[0.1,0.1,0.9,0.5]", "[1e9,0.1,0.9,0.5]")), Refused);
        CHECK_THROWS_AS(unpack_meta(with(meta, "[0.5,0.4]", "[0.5,0.4,0.5,0.4]")), Refused);
    }
}

TEST_CASE("the key of a picture") {
    const ShownFigure shown{.item = "ct-ip-0001",
                            .generator = "ct-phantom",
                            .version = 1,
                            .size = {64, 64},
                            .settings = {{"mas", 100.0}, {"kernel", "sharp"}},
                            .seed = 3};
    SECTION("is of what it is made from, and of nothing else") {
        ShownFigure other = shown;
        other.item = "ct-ip-0002";
        other.place = 2;
        other.alt = "something";
        CHECK(picture_key(other) == picture_key(shown));
    }
    SECTION("differs with every part of that") {
        std::vector<ShownFigure> others(7, shown);
        others[0].generator = "ct-head";
        others[1].version = 2;
        others[2].size = {64, 65};
        others[3].settings["mas"] = 100.5;
        others[4].settings.erase("kernel");
        others[5].seed = 4;
        others[6].image = std::string(64, 'a');
        for (const ShownFigure& other : others) CHECK(picture_key(other) != picture_key(shown));
    }
}
