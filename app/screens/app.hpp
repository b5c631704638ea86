#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// The whole client without its window: the rail and the status line, the screen of the place the candidate is at, what
/// is told in between (faults, toasts, the map of keys), and the keys that work everywhere.
///
/// A screen is four things in one file pair, NAME being its place:
///
///     struct NameView;  struct NameDraft;  using NameEvent = std::variant<...>;
///     NameView name_view(const Model&, const NameDraft&, Now);
///     std::optional<NameEvent> draw(const NameView&, NameDraft&, const Stage&);
///     void update(Model&, NameDraft&, const NameEvent&, Now);
///     std::span<const KeyHelp> name_keys();
///
/// The view is made anew when the place is entered, after every event of any screen, when the day turns, and once a
/// second in a session; between these it is kept. What the view depends on in the draft is therefore changed by events
/// only; what a person is still typing may be changed by draw. Drafts live as long as the exam stays open. `update` may
/// throw Refused or WorldFailed with the model as it was; the fault is then shown in its words. It goes elsewhere by
/// setting Model::place.
class App {
public:
    /// See open_model.
    App(Folders folders, std::function<Identity()> new_identity, std::function<std::uint64_t()> new_seed, Now now,
        std::future<Shelf> shelf = {});
    explicit App(Model model);
    ~App();
    App(App&&) noexcept;
    App& operator=(App&&) noexcept;

    /// One frame, between ui::begin_frame and ui::end_frame.
    void draw(const ui::Rect& window, Now now);

    /// Files dropped on the window: results for the class that is open.
    void drop(std::vector<std::filesystem::path> files, Now now);

    /// Text size as a factor, 0.8 to 2; the window multiplies it with the monitor's scale and loads the type anew
    /// between frames.
    [[nodiscard]] float text_scale() const;
    [[nodiscard]] ThemeChoice theme() const;
    [[nodiscard]] bool closing() const;

    /// Before the window goes: tells the class what is still untold.
    void close(Now now);

    [[nodiscard]] Model& model();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace collimate
