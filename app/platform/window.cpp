#include "app/platform/window.hpp"

#define GLFW_INCLUDE_NONE
#include <GL/gl.h>
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <future>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "app/platform/keyboard.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/focus.hpp"
#include "app/widgets/image.hpp"
#include "app/widgets/style.hpp"
#include "app/widgets/type.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace {

class Glfw {
public:
    Glfw() {
        glfwSetErrorCallback([](int, const char*) {});  // told by what fails, in our words
        if (!glfwInit())
            throw WorldFailed(
                "There is no display to open a window on; run 'collimate-cli practice' in the terminal instead.");
    }
    ~Glfw() { glfwTerminate(); }
    Glfw(const Glfw&) = delete;
    Glfw& operator=(const Glfw&) = delete;
};

using Window = std::unique_ptr<GLFWwindow, decltype(&glfwDestroyWindow)>;

Window open(const std::string& title) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    glfwWindowHint(GLFW_ALPHA_BITS, 0);  // nothing shines through, whatever visuals the server has
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "collimate");
    Window window(nullptr, glfwDestroyWindow);
    // EGL has its first frame on screen a fifth sooner than GLX (bench_window); where it fails, what the system has.
    for (const int api : {GLFW_EGL_CONTEXT_API, GLFW_NATIVE_CONTEXT_API}) {
        glfwWindowHint(GLFW_CONTEXT_CREATION_API, api);
        window.reset(glfwCreateWindow(1280, 800, title.c_str(), nullptr, nullptr));
        if (window) break;
    }
    if (!window)
        throw WorldFailed(
            "The window needs OpenGL 3.3, which this display does not offer; run 'collimate-cli practice' in "
            "the terminal instead.");
    glfwMakeContextCurrent(window.get());
    glfwSwapInterval(1);
    return window;
}

/// Pixels of ours to one of a plain monitor. Where the window system scales the picture itself (its pixels are fewer
/// than the frame buffer's), that part is taken out.
float content_scale(GLFWwindow* window) {
    float x = 1;
    float y = 1;
    glfwGetWindowContentScale(window, &x, &y);
    int width = 0, height = 0, pixels = 0, rows = 0;
    glfwGetWindowSize(window, &width, &height);
    glfwGetFramebufferSize(window, &pixels, &rows);
    const float by_system = width > 0 && pixels > 0 ? static_cast<float>(pixels) / static_cast<float>(width) : 1.0f;
    return std::clamp(x / by_system, 0.5f, 4.0f);
}

/// The smallest size the layout is made for, as far as the monitor has room for it.
void limit_size(GLFWwindow* window) {
    const float scale = content_scale(window);
    int x = 0, y = 0, width = 1024, height = 700;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
    const auto least = [&](float size, int most) {
        return std::min(static_cast<int>(size * scale), std::max(most, 320));
    };
    glfwSetWindowSizeLimits(window, least(1024, width), least(700, height), GLFW_DONT_CARE, GLFW_DONT_CARE);
}

ui::Texture upload(std::span<const std::uint8_t> rgba, int width, int height) {
    GLuint name = 0;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    // The OpenGL backend takes the texture's name in the place of a pointer.
    return {reinterpret_cast<void*>(static_cast<std::uintptr_t>(name)), width, height};
}

/// Counts the textures whose pixels changed in place, which vertices and commands do not tell.
std::uint64_t replaced = 0;

void replace(ui::Texture texture, std::span<const std::uint8_t> rgba) {
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(reinterpret_cast<std::uintptr_t>(texture.handle)));
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, texture.width, texture.height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    ++replaced;
}

void release(ui::Texture texture) {
    const auto name = static_cast<GLuint>(reinterpret_cast<std::uintptr_t>(texture.handle));
    glDeleteTextures(1, &name);
}

/// FNV-1a over eight bytes at a time.
class Hash {
public:
    void add(const void* data, std::size_t size) {
        const auto* bytes = static_cast<const unsigned char*>(data);
        for (; size >= 8; size -= 8, bytes += 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes, 8);
            mix(word);
        }
        for (; size > 0; --size) mix(*bytes++);
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    void mix(std::uint64_t word) { value_ = (value_ ^ word) * 0x100000001B3u, value_ ^= value_ >> 29; }
    std::uint64_t value_ = 0xCBF29CE484222325u;
};

std::uint64_t hash_of(const ImDrawData& data, int width, int height) {
    Hash hash;
    hash.add(&width, sizeof width);
    hash.add(&height, sizeof height);
    hash.add(&replaced, sizeof replaced);
    hash.add(&ui::colors().canvas, sizeof ui::colors().canvas);
    for (int i = 0; i < data.CmdListsCount; ++i) {
        const ImDrawList& list = *data.CmdLists[i];
        hash.add(list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
        hash.add(list.IdxBuffer.Data, static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
        for (const ImDrawCmd& command : list.CmdBuffer) {
            hash.add(&command.ClipRect, sizeof command.ClipRect);
            hash.add(&command.TextureId, sizeof command.TextureId);
            hash.add(&command.ElemCount, sizeof command.ElemCount);
        }
    }
    return hash.value();
}

/// Files dropped on the window since the last frame; GLFW tells a plain function.
std::vector<std::filesystem::path>& dropped_files() {
    static std::vector<std::filesystem::path> files;
    return files;
}

void take_drop(GLFWwindow*, int count, const char** paths) {
    for (int i = 0; i < count; ++i) dropped_files().emplace_back(paths[i]);
}

class Loop {
public:
    Loop(GLFWwindow* window, const WindowContent& content) : window_(window), content_(content) {
        IMGUI_CHECKVERSION();
        ImGui::CreateContext();
        ui::set_up_imgui();
        ImGui_ImplGlfw_InitForOpenGL(window, true);
        listen_to_keyboard(window);
        glfwSetDropCallback(window, take_drop);
        ImGui_ImplOpenGL3_Init("#version 330");
        ui::set_texture_host({upload, release, replace});
    }
    ~Loop() {
        ui::set_texture_host({});
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void run() {
        load();
        while (!glfwWindowShouldClose(window_) && !content_.closing()) {
            frame();
            if (ui::signs_missing() || scale() != loaded_scale_) {
                load();
                frame();
            }
            show();
            wait();
        }
    }

private:
    [[nodiscard]] float scale() const { return std::clamp(content_.text_scale(), 0.8f, 2.0f) * content_scale(window_); }

    void load() {
        loaded_scale_ = scale();
        const ui::FontNotice notice = ui::load_type(loaded_scale_);
        if (!notice.empty() && !told_) std::cerr << notice << '\n';
        told_ = true;
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        // Before the backend's first frame its own objects do not exist yet; it then makes the texture itself.
        if (started_) ImGui_ImplOpenGL3_CreateFontsTexture();
        shown_ = 0;
    }

    void frame() {
        ui::set_mode(content_.mode());
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        started_ = true;
        ImGui::NewFrame();
        if (auto files = std::exchange(dropped_files(), {}); !files.empty()) content_.dropped(std::move(files));
        content_.draw(ui::begin_frame(ui::Ground::cleared));
        ui::end_frame();
        ImGui::Render();
    }

    /// Rasters only what differs from what the window already shows.
    void show() {
        int width = 0;
        int height = 0;
        glfwGetFramebufferSize(window_, &width, &height);
        const std::uint64_t now = hash_of(*ImGui::GetDrawData(), width, height);
        settled_ = now == shown_;
        if (settled_ && !take_refresh()) return;
        shown_ = now;
        glViewport(0, 0, width, height);
        clear();
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        glfwSwapBuffers(window_);
    }

    /// Clearing costs a software renderer next to nothing; a rectangle over the whole window was a fifth of the
    /// drawing.
    static void clear() {
        const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(ui::colors().canvas);
        glClearColor(ground.x, ground.y, ground.z, 1);
        glDisable(GL_SCISSOR_TEST);
        glClear(GL_COLOR_BUFFER_BIT);
    }

    /// A changed screen gets one more frame at once, since hover and focus settle in the frame after; a still one
    /// sleeps.
    void wait() const {
        constexpr double longest = 1.0;  // seconds: clocks and the day's turn
        if (!settled_ || ImGui::IsAnyMouseDown()) return glfwWaitEventsTimeout(1.0 / 60);
        glfwWaitEventsTimeout(std::clamp(ui::next_wake().value_or(longest), 0.001, longest));
    }

    GLFWwindow* window_;
    const WindowContent& content_;
    float loaded_scale_ = 0;
    std::uint64_t shown_ = 0;
    bool settled_ = false;
    bool started_ = false;
    bool told_ = false;
};

}  // namespace

void run_window(const std::string& title, const WindowContent& content) {
    const Glfw glfw;
    // Opening a window is mostly loading the graphics driver. One thread, and only now: before, the display server
    // needs the second processor of a small machine.
    auto prepared = std::async([&] {
        ui::prepare_type(content.first_text_scale);
        content.meanwhile();
    });
    const Window window = open(title);
    limit_size(window.get());
    prepared.get();
    Loop(window.get(), content).run();
}

void wake_window() { glfwPostEmptyEvent(); }

}  // namespace collimate
