#include "app/widgets/type.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "app/widgets/compat.hpp"

namespace collimate::ui {
namespace {

struct Make {
    float size;            ///< pixels at 100 %
    const char* file;      ///< wanted face
    const char* stand_in;  ///< when the wanted one is not installed
    const char* backing;   ///< signs the face lacks
};

constexpr const char* dejavu = "DejaVuSans.ttf";
constexpr const char* dejavu_bold = "DejaVuSans-Bold.ttf";
constexpr const char* awesome = "fontawesome-webfont.ttf";

constexpr std::array<Make, face_count> makes{{
    {56, "InterDisplay-SemiBold.otf", "Inter-SemiBold.otf", dejavu_bold},
    {29, "InterDisplay-SemiBold.otf", "Inter-SemiBold.otf", dejavu_bold},
    {20, "InterDisplay-SemiBold.otf", "Inter-SemiBold.otf", dejavu_bold},
    {22, "InterDisplay-Regular.otf", "Inter-Regular.otf", dejavu},
    {22, "InterDisplay-SemiBold.otf", "Inter-SemiBold.otf", dejavu_bold},
    {22, "InterDisplay-Italic.otf", "Inter-Italic.otf", dejavu},
    {17, "Inter-Regular.otf", nullptr, dejavu},
    {17, "Inter-SemiBold.otf", nullptr, dejavu_bold},
    {17, "Inter-Italic.otf", nullptr, dejavu},
    {15, "Inter-Regular.otf", nullptr, dejavu},
    {15, "Inter-Medium.otf", nullptr, dejavu},
    {15, awesome, nullptr, nullptr},
    {18, awesome, nullptr, nullptr},
    {30, awesome, nullptr, nullptr},
}};

using Ranges = std::vector<ImWchar>;

/// Signs loaded together. The first block is in every face from the start; the others come when a text asks for them.
const std::array<Ranges, 6>& blocks() {
    static const std::array<Ranges, 6> all{{
        {0x20,   0x7E,   0xA0,   0xA0,   0xB0,   0xB3,   0xB5,   0xB5,   0xB7,   0xB7,   0xD7,   0xD7,
         0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x2026, 0x2212, 0x2212, 0x2264, 0x2265},
        {0xA1, 0x17F, 0x2010, 0x2012, 0x201A, 0x201A, 0x201E, 0x2022, 0x2030, 0x2044, 0x20A0, 0x20BF, 0x2100, 0x214F,
         0x2150, 0x218F},
        {0x370, 0x3FF, 0x2000, 0x200A, 0x202F, 0x202F},
        {0x2070, 0x209F, 0x1D2C, 0x1D6A},
        {0x2190, 0x22FF},
        {0x2300, 0x23FF, 0x25A0, 0x27BF},
    }};
    return all;
}

const Ranges& figure_signs() {
    static const Ranges signs{0x20, 0x20, 0x25, 0x25,   0x2B,   0x3A,   0x3F,
                              0x3F, 0xA0, 0xA0, 0x2013, 0x2013, 0x2212, 0x2212};
    return signs;
}

const Ranges& icon_signs() {
    static const Ranges signs{0xF002, 0xF002, 0xF00C, 0xF010, 0xF013, 0xF013, 0xF017, 0xF019, 0xF021, 0xF021,
                              0xF024, 0xF024, 0xF02D, 0xF02D, 0xF03A, 0xF03A, 0xF03E, 0xF044, 0xF048, 0xF048,
                              0xF04B, 0xF04C, 0xF051, 0xF051, 0xF058, 0xF05B, 0xF062, 0xF06E, 0xF070, 0xF073,
                              0xF07E, 0xF07E, 0xF0C0, 0xF0CE, 0xF0E5, 0xF0E5, 0xF104, 0xF107, 0xF10C, 0xF10C,
                              0xF11D, 0xF11D, 0xF141, 0xF141, 0xF1DE, 0xF1DE, 0xF1EC, 0xF1EC, 0xF201, 0xF201,
                              0xF274, 0xF274};
    return signs;
}

/// Freed the way a context frees the atlas it owns.
struct AtlasDeleter {
    void operator()(ImFontAtlas* atlas) const { IM_DELETE(atlas); }
};

struct State {
    float scale = 1.0f;
    float em = 17.0f;
    unsigned generation = 0;
    bool missing = false;
    std::array<unsigned, face_count> wanted{};  ///< one bit a block
    std::array<unsigned, face_count> loaded{};
    std::array<ImFont*, face_count> fonts{};
    std::array<Ranges, face_count> ranges{};  ///< read by the builder while it runs
    std::map<std::string, std::vector<char>> files;
    std::unique_ptr<ImFontAtlas, AtlasDeleter> prepared;  ///< until the first load
};
State state;

bool is_icon(Face face) { return face >= Face::icon_small; }

/// Faces the first screen does not show are built when something first asks for them.
bool is_built_late(Face face) {
    switch (face) {
        case Face::stem:
        case Face::stem_bold:
        case Face::stem_italic:
        case Face::body_italic:
        case Face::icon_large:
            return true;
        default:
            return false;
    }
}

std::optional<int> block_of(std::uint32_t sign) {
    for (int block = 0; block < static_cast<int>(blocks().size()); ++block) {
        const Ranges& ranges = blocks()[static_cast<std::size_t>(block)];
        for (std::size_t i = 0; i + 1 < ranges.size(); i += 2)
            if (sign >= ranges[i] && sign <= ranges[i + 1]) return block;
    }
    return std::nullopt;
}

/// Contents of a font file from Debian's font folders or beside them; null when not installed.
const std::vector<char>* font_file(const char* name) {
    const auto known = state.files.find(name);
    if (known != state.files.end()) return known->second.empty() ? nullptr : &known->second;
    static constexpr std::array folders{
        "/usr/share/fonts/opentype/inter/",     "/usr/share/fonts/truetype/inter/",
        "/usr/share/fonts/truetype/dejavu/",    "/usr/share/fonts/truetype/font-awesome/",
        "/usr/share/fonts-font-awesome/fonts/", "/usr/local/share/fonts/"};
    std::vector<char>& bytes = state.files[name];
    for (const char* folder : folders) {
        std::ifstream in(std::string(folder) + name, std::ios::binary | std::ios::ate);
        if (!in) continue;
        bytes.resize(static_cast<std::size_t>(std::max<std::streamoff>(in.tellg(), 0)));
        in.seekg(0).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (in && !bytes.empty()) return &bytes;
    }
    return nullptr;
}

ImFont* add(ImFontAtlas& atlas, const std::vector<char>& bytes, float pixels, const Ranges& ranges, bool merge) {
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = 1;
    config.PixelSnapH = true;
    config.MergeMode = merge;
    config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    // The builder only reads the bytes; its signature predates const.
    return atlas.AddFontFromMemoryTTF(const_cast<char*>(bytes.data()), static_cast<int>(bytes.size()), pixels, &config,
                                      ranges.data());
}

Ranges ranges_for(Face face, unsigned wanted) {
    Ranges all;
    if (is_icon(face)) {
        all = icon_signs();
    } else if (face == Face::figure) {
        all = figure_signs();
    } else {
        for (std::size_t block = 0; block < blocks().size(); ++block)
            if (wanted >> block & 1u) all.insert(all.end(), blocks()[block].begin(), blocks()[block].end());
    }
    all.push_back(0);
    return all;
}

/// False when neither the wanted face nor its stand-in is installed.
bool add_face(ImFontAtlas& atlas, Face face) {
    const auto index = static_cast<std::size_t>(face);
    const Make& make = makes[index];
    const std::vector<char>* file = font_file(make.file);
    if (!file && make.stand_in) file = font_file(make.stand_in);
    if (!file && make.backing) file = font_file(make.backing);
    if (!file && !is_icon(face)) file = font_file(dejavu);
    if (!file) return false;
    const unsigned wanted = state.wanted[index] | 1u;
    const float pixels = std::round(make.size * state.scale);
    state.ranges[index] = ranges_for(face, wanted);
    state.fonts[index] = add(atlas, *file, pixels, state.ranges[index], false);
    // Inter holds the first block whole; its backing is read only when rarer signs were asked for.
    const std::vector<char>* backing = make.backing && wanted != 1u ? font_file(make.backing) : nullptr;
    if (backing && backing != file) add(atlas, *backing, pixels, state.ranges[index], true);
    state.loaded[index] = wanted;
    return true;
}

FontNotice notice() {
    std::string packages;
    const auto lacking = [&](const char* file, const char* package) {
        if (!font_file(file)) packages += (packages.empty() ? "" : " ") + std::string(package);
    };
    lacking("Inter-Regular.otf", "fonts-inter");
    lacking(awesome, "fonts-font-awesome");
    if (packages.empty()) return {};
    return "Fonts are missing, so text or icons look plain or absent: install them with 'apt install " + packages +
           "' and start again.";
}

bool is_of_scale(float scale) { return std::abs(scale - state.scale) <= 0.001f; }

void build(ImFontAtlas& atlas, float scale) {
    if (!is_of_scale(scale)) state.wanted.fill(0);
    state.scale = scale;
    state.em = std::round(17.0f * scale);
    atlas.Clear();
    compat::use_freetype(atlas);
    atlas.TexGlyphPadding = 2;
    atlas.TexDesiredWidth = scale <= 1.2f ? 1024 : 2048;
    ImFont* built_in = nullptr;
    for (int i = 0; i < face_count; ++i) {
        if (is_built_late(static_cast<Face>(i)) && state.wanted[static_cast<std::size_t>(i)] == 0) {
            state.loaded[static_cast<std::size_t>(i)] = 0;
            continue;
        }
        if (add_face(atlas, static_cast<Face>(i))) continue;
        if (!built_in) built_in = atlas.AddFontDefault();
        state.fonts[static_cast<std::size_t>(i)] = built_in;
        state.loaded[static_cast<std::size_t>(i)] = ~0u;
    }
    atlas.Build();
    state.missing = false;
    ++state.generation;
}

}  // namespace

void prepare_type(float scale) {
    state.prepared.reset(IM_NEW(ImFontAtlas)());
    build(*state.prepared, scale);
    // The atlas keeps the colors it is uploaded with, so they too are made here.
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    state.prepared->GetTexDataAsRGBA32(&pixels, &width, &height);
}

FontNotice load_type(float scale) {
    ImGuiIO& io = ImGui::GetIO();
    auto prepared = std::move(state.prepared);
    if (prepared && is_of_scale(scale)) {
        IM_DELETE(io.Fonts);
        io.Fonts = prepared.release();
    } else {
        build(*io.Fonts, scale);
    }
    io.FontDefault = font(Face::body);
    return notice();
}

bool signs_missing() { return state.missing; }
float type_scale() { return state.scale; }
float em(float times) { return std::round(state.em * times); }
float hairline() { return std::max(1.0f, std::floor(state.scale)); }
float size_of(Face face) { return font(face)->FontSize; }
unsigned type_generation() { return state.generation; }
ImFont* font(Face face) {
    const auto index = static_cast<std::size_t>(face);
    if (state.loaded[index] != 0) return state.fonts[index];
    state.wanted[index] |= 1u;
    state.missing = true;
    return state.fonts[static_cast<std::size_t>(is_icon(face) ? Face::icon : Face::body)];
}

void need_signs(Face face, std::string_view utf8) {
    if (face == Face::figure || is_icon(face)) return;
    const auto index = static_cast<std::size_t>(face);
    for (std::size_t at = 0; at < utf8.size();) {
        if (static_cast<unsigned char>(utf8[at]) < 0x80) {
            ++at;
            continue;
        }
        const auto block = block_of(next_sign(utf8, at));
        if (!block || state.loaded[index] >> *block & 1u) continue;
        state.wanted[index] |= 1u << *block;
        state.missing = true;
    }
}

std::uint32_t next_sign(std::string_view utf8, std::size_t& at) {
    unsigned sign = 0;
    const int bytes = ImTextCharFromUtf8(&sign, utf8.data() + at, utf8.data() + utf8.size());
    at += static_cast<std::size_t>(std::max(bytes, 1));
    return sign;
}

std::vector<std::uint32_t> uncovered(std::string_view utf8) {
    std::vector<std::uint32_t> signs;
    need_signs(Face::body, utf8);
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t sign = next_sign(utf8, at);
        if (sign == '\n' ||
            (block_of(sign) && (signs_missing() || font(Face::body)->FindGlyphNoFallback(static_cast<ImWchar>(sign)))))
            continue;
        signs.push_back(sign);
    }
    return signs;
}

}  // namespace collimate::ui
