#include "tests/support/screen_driver.hpp"

#include <array>
#include <stdexcept>

#include "app/widgets/compat.hpp"
#include "app/widgets/focus.hpp"
#include "app/widgets/image.hpp"
#include "app/widgets/style.hpp"
#include "app/widgets/type.hpp"

namespace collimate::test {
namespace {

/// One atlas serves all drivers: building it costs more than a screen.
struct SharedAtlas {
    ImFontAtlas atlas;
    TestTexture texture;
    float scale = 0;
};

SharedAtlas& shared() {
    static SharedAtlas all;
    return all;
}

void load_atlas(float scale) {
    SharedAtlas& all = shared();
    if (all.scale == scale && !ui::signs_missing()) return;
    (void)ui::load_type(scale);
    all.scale = scale;
    unsigned char* pixels = nullptr;
    all.atlas.GetTexDataAsRGBA32(&pixels, &all.texture.width, &all.texture.height);
    const auto* words = reinterpret_cast<const std::uint32_t*>(pixels);
    all.texture.pixels.assign(words, words + static_cast<std::ptrdiff_t>(all.texture.width) * all.texture.height);
    all.atlas.SetTexID(&all.texture);
}

/// Keys that Dear ImGui's own text field reads.
std::optional<ImGuiKey> field_key(ui::Key key) {
    using ui::Key;
    static const std::array<std::pair<Key, ImGuiKey>, 13> pairs{{
        {Key::left, ImGuiKey_LeftArrow},
        {Key::right, ImGuiKey_RightArrow},
        {Key::up, ImGuiKey_UpArrow},
        {Key::down, ImGuiKey_DownArrow},
        {Key::home, ImGuiKey_Home},
        {Key::end, ImGuiKey_End},
        {Key::backspace, ImGuiKey_Backspace},
        {Key::del, ImGuiKey_Delete},
        {Key::enter, ImGuiKey_Enter},
        {Key::escape, ImGuiKey_Escape},
        {Key::a, ImGuiKey_A},
        {Key::v, ImGuiKey_V},
        {Key::z, ImGuiKey_Z},
    }};
    for (const auto& [ours, theirs] : pairs)
        if (ours == key) return theirs;
    return std::nullopt;
}

/// The name alone, or a whole tail of the path "scope/scope/name".
bool matches(const ui::NotedControl& noted, std::string_view wanted) {
    if (noted.name == wanted) return true;
    std::string path = noted.scope;
    path += '/';
    path += noted.name;
    if (path.size() < wanted.size() || path.substr(path.size() - wanted.size()) != wanted) return false;
    return path.size() == wanted.size() || path[path.size() - wanted.size() - 1] == '/';
}

}  // namespace

struct ScreenDriver::Inside {
    Scene scene;
    Screen screen;
    ImGuiContext* context = nullptr;
    ui::Recorder recorder;
    std::vector<std::unique_ptr<TestTexture>> textures;

    ImGuiIO& io() {
        ImGui::SetCurrentContext(context);
        return ImGui::GetIO();
    }

    ui::Texture upload(std::span<const std::uint8_t> rgba, int width, int height) {
        auto texture = std::make_unique<TestTexture>(TestTexture{width, height, {}});
        const auto* words = reinterpret_cast<const std::uint32_t*>(rgba.data());
        texture->pixels.assign(words, words + static_cast<std::ptrdiff_t>(width) * height);
        textures.push_back(std::move(texture));
        return {textures.back().get(), width, height};
    }

    void one_frame(double seconds) {
        ImGuiIO& now = io();
        load_atlas(screen.scale);
        now.DisplaySize = {static_cast<float>(screen.width), static_cast<float>(screen.height)};
        now.DeltaTime = static_cast<float>(seconds);
        ImGui::NewFrame();
        scene(ui::begin_frame());
        ui::end_frame();
        ImGui::Render();
    }

    ui::NotedControl reachable(std::string_view name) {
        std::optional<ui::NotedControl> found;
        for (const ui::NotedControl& noted : recorder.controls)
            if (matches(noted, name) && noted.layer == recorder.top_layer) found = found ? found : noted;
        if (!found) throw std::runtime_error("no '" + std::string(name) + "' on the screen that can be reached");
        if (!found->enabled) throw std::runtime_error("'" + std::string(name) + "' is off");
        return *found;
    }
};

ScreenDriver::ScreenDriver(Scene scene, const Screen& screen) : inside_(std::make_unique<Inside>()) {
    inside_->scene = std::move(scene);
    inside_->context = ImGui::CreateContext(&shared().atlas);
    ImGui::SetCurrentContext(inside_->context);
    ui::set_up_imgui();
    ImGuiIO& io = inside_->io();
    ui::compat::name_keys(io);
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    ui::set_texture_host({[this](auto rgba, int width, int height) { return inside_->upload(rgba, width, height); },
                          [](ui::Texture) {},
                          [](ui::Texture texture, auto rgba) {
                              const auto* words = reinterpret_cast<const std::uint32_t*>(rgba.data());
                              auto& pixels = static_cast<TestTexture*>(texture.handle)->pixels;
                              pixels.assign(words, words + pixels.size());
                          }});
    ui::listen(&inside_->recorder);
    ui::reset_focus();
    resize(screen);
}

ScreenDriver::~ScreenDriver() {
    ui::listen(nullptr);
    ui::set_texture_host({});
    ImGui::DestroyContext(inside_->context);
}

void ScreenDriver::frame(int count, double seconds_each) {
    for (int i = 0; i < count; ++i) inside_->one_frame(seconds_each);
    if (ui::signs_missing()) inside_->one_frame(seconds_each);
}

void ScreenDriver::resize(const Screen& screen) {
    inside_->screen = screen;
    ui::set_mode(screen.mode);
    frame(2);
}

void ScreenDriver::hover(std::string_view name) {
    ui::NotedControl target = inside_->reachable(name);
    for (int tries = 0; tries < 200 && target.seen().height() < std::min(target.rect.height(), 8.0f); ++tries) {
        if (!target.clip.empty() && target.rect.y0 < target.clip.y0)
            wheel(target.clip.centre(), 1);
        else if (!target.clip.empty())
            wheel(target.clip.centre(), -1);
        const ui::Rect before = target.rect;
        target = inside_->reachable(name);
        if (before.y0 == target.rect.y0) break;
    }
    if (!target.visible()) throw std::runtime_error("'" + std::string(name) + "' cannot be seen");
    const ui::Point middle = target.seen().centre();
    ui::compat::put_mouse(inside_->io(), middle.x, middle.y);
    frame(2);
}

void ScreenDriver::click(std::string_view name) {
    hover(name);
    click_at(inside_->reachable(name).seen().centre());
}

void ScreenDriver::click_at(ui::Point point) { drag(point, point); }

void ScreenDriver::drag(ui::Point from, ui::Point to) { drag_with(0, from, to); }

void ScreenDriver::drag_right(ui::Point from, ui::Point to) { drag_with(1, from, to); }

void ScreenDriver::drag_with(int button, ui::Point from, ui::Point to) {
    ImGuiIO& io = inside_->io();
    ui::compat::put_mouse(io, from.x, from.y);
    frame();
    ui::compat::put_mouse_button(io, true, button);
    frame();
    if (from.x != to.x || from.y != to.y) {
        ui::compat::put_mouse(io, to.x, to.y);
        frame();
    }
    ui::compat::put_mouse_button(io, false, button);
    frame(2);
}

void ScreenDriver::press(ui::Chord chord) {
    ImGuiIO& io = inside_->io();
    ui::push_key(chord);
    const auto key = field_key(chord.key);
    ui::compat::put_modifiers(io, chord.ctrl, chord.shift, chord.alt);
    if (key) ui::compat::put_key(io, *key, true);
    frame();
    if (key) ui::compat::put_key(io, *key, false);
    ui::compat::put_modifiers(io, false, false, false);
    frame();
}

void ScreenDriver::type(std::string_view utf8) {
    inside_->io().AddInputCharactersUTF8(std::string(utf8).c_str());
    frame(static_cast<int>(utf8.size()) + 1);
}

void ScreenDriver::wheel(ui::Point over, float notches) {
    ImGuiIO& io = inside_->io();
    ui::compat::put_mouse(io, over.x, over.y);
    frame();
    ui::compat::put_wheel(io, notches);
    frame(2);
}

std::optional<ui::NotedControl> ScreenDriver::find(std::string_view name) const {
    for (const ui::NotedControl& noted : inside_->recorder.controls)
        if (matches(noted, name)) return noted;
    return std::nullopt;
}

const std::vector<ui::NotedControl>& ScreenDriver::controls() const { return inside_->recorder.controls; }

bool ScreenDriver::sees(std::string_view part) const {
    for (const ui::NotedText& text : inside_->recorder.texts)
        if (text.visible() && text.text.find(part) != std::string::npos) return true;
    return false;
}

std::string ScreenDriver::focused() const {
    for (const ui::NotedControl& noted : inside_->recorder.controls)
        if (noted.focused) return noted.name;
    return {};
}

Picture ScreenDriver::picture() {
    frame();
    return rasterise(*ImGui::GetDrawData(), ui::colors().canvas);
}

void ScreenDriver::photograph(std::string_view name) {
    write_png(picture(), std::filesystem::path(COLLIMATE_BUILD_DIR) / "pictures" / (std::string(name) + ".png"));
}

}  // namespace collimate::test
