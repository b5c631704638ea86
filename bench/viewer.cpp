// What a picture costs us a frame: dragging its window, and playing a loop. Everything we do between two frames is
// counted (controls, gray levels, draw lists, the copy that a graphics driver takes), the graphics card's own work is
// not. The budget is 4 ms of the 16.7 ms that a screen of 60 Hz leaves.

#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include <fmt/core.h>

#include "app/widgets/compat.hpp"
#include "app/widgets/focus.hpp"
#include "app/widgets/style.hpp"
#include "app/widgets/type.hpp"
#include "app/widgets/viewer.hpp"

using namespace collimate;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double budget_ms = 4.0;
constexpr int frames_measured = 600;

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// A disc of water with noise in it, twelve bits deep, turning from frame to frame.
Figure scan(int side, int frames) {
    Figure figure{.width = side,
                  .height = side,
                  .frames = frames,
                  .frame_ms = frames > 1 ? 1000.0 / 30 : 0.0,
                  .intercept = -1024,
                  .unit = "HU"};
    figure.windows = {{"Soft tissue", 40, 400}, {"Lung", -600, 1500}};
    figure.mm_per_pixel = 0.5;
    std::uint32_t noise = 1;
    for (int f = 0; f < frames; ++f)
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                noise = noise * 1664525 + 1013904223;
                const bool inside = std::hypot(x - side / 2, y - side / 2) < 0.45 * side;
                const int hu = inside ? 40 * ((x + y + 8 * f) / 64 % 3) : -1000;
                figure.gray.push_back(static_cast<std::uint16_t>(1024 + hu + static_cast<int>(noise >> 27) - 16));
            }
    return figure;
}

/// A graphics side that takes the pixels as a driver does, by copying them.
ui::TextureHost copying_host() {
    using Store = std::vector<std::uint8_t>;
    return {[](auto rgba, int width, int height) {
                return ui::Texture{new Store(rgba.begin(), rgba.end()), width, height};
            },
            [](ui::Texture texture) { delete static_cast<Store*>(texture.handle); },
            [](ui::Texture texture, auto rgba) {
                std::memcpy(static_cast<Store*>(texture.handle)->data(), rgba.data(), rgba.size());
            }};
}

struct Cost {
    double median = 0, dear = 0;  ///< ms; dear is the 99th percentile
};

class Screen {
public:
    Screen() {
        ImGui::CreateContext();
        ui::set_up_imgui();
        ui::compat::name_keys(ImGui::GetIO());
        ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
        load();
        ui::set_texture_host(copying_host());
    }
    ~Screen() {
        ui::set_texture_host({});
        ImGui::DestroyContext();
    }
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    /// One frame at 60 Hz; returns what it cost, in ms.
    double frame(const Figure& figure, ui::ViewerState& state) {
        ImGuiIO& io = ImGui::GetIO();
        io.DisplaySize = {1280, 800};
        io.DeltaTime = 1.0f / 60;
        const auto start = Clock::now();
        ImGui::NewFrame();
        const ui::Rect window = ui::begin_frame();
        ui::viewer(ui::at(window.top_left(), 740, ui::viewer_height(figure, 740, 640)), figure, state,
                   {.alt = "A disc of water."});
        ui::end_frame();
        ImGui::Render();
        const double took = ms_since(start);
        if (ui::signs_missing()) load();
        return took;
    }

private:
    static void load() {
        (void)ui::load_type(1);
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        ImGui::GetIO().Fonts->SetTexID(pixels);
    }
};

template <class Before>
Cost cost_of(Screen& screen, const Figure& figure, ui::ViewerState& state, const Before& before) {
    for (int i = 0; i < 30; ++i) screen.frame(figure, state);
    std::vector<double> took;
    for (int i = 0; i < frames_measured; ++i) {
        before(i);
        took.push_back(screen.frame(figure, state));
    }
    std::sort(took.begin(), took.end());
    return {.median = took[took.size() / 2], .dear = took[took.size() * 99 / 100]};
}

void print(const char* what, const Cost& cost) {
    fmt::print("{:<44} {:>6.2f} ms median  {:>6.2f} ms 99th  ({:.1f} times within {} ms)\n", what, cost.median,
               cost.dear, budget_ms / cost.median, budget_ms);
}

Cost drag(Screen& screen, int side) {
    const Figure figure = scan(side, 1);
    ui::ViewerState state;
    ImGuiIO& io = ImGui::GetIO();
    const auto move = [&](int i) {
        ui::compat::put_mouse(io, 300 + 100 * std::sin(static_cast<float>(i) / 20), 300 + static_cast<float>(i % 50));
    };
    move(0);
    screen.frame(figure, state);
    ui::compat::put_mouse_button(io, true, 1);
    const Cost cost = cost_of(screen, figure, state, move);
    ui::compat::put_mouse_button(io, false, 1);
    screen.frame(figure, state);
    if (!state.window) fmt::print("the drag did not reach the picture\n");
    return cost;
}

Cost play(Screen& screen, int side, int frames) {
    const Figure figure = scan(side, frames);
    ui::ViewerState state{.playing = true, .speed = 2};  // a new frame of the loop on every frame of the screen
    return cost_of(screen, figure, state, [](int) {});
}

Cost rest(Screen& screen) {
    const Figure figure = scan(512, 1);
    ui::ViewerState state;
    return cost_of(screen, figure, state, [](int) {});
}

}  // namespace

int main() {
    Screen screen;
    print("a still of 512 x 512, nothing done", rest(screen));
    print("window dragged, 512 x 512", drag(screen, 512));
    print("window dragged, 1024 x 1024", drag(screen, 1024));
    print("loop of 512 x 512 x 24, a new frame each time", play(screen, 512, 24));
}
