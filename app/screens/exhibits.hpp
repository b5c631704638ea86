#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/model.hpp"
#include "app/widgets/viewer.hpp"

namespace collimate {

/// One picture of a question, ready to show.
struct ExhibitPicture {
    std::string name;  ///< `Exhibit`, `Exhibit 2`
    PictureState picture;
    int width = 1, height = 1;  ///< its shape, known before it is there
    std::string alt;
    std::vector<Span> caption;
    std::string credit;
    std::vector<ui::NotedRegion> regions;  ///< once answered
};

struct ExhibitColumn {
    std::vector<Span> head;
    ui::Align align = ui::Align::left;  ///< figures stand at the right
};

struct ExhibitTableView {
    std::vector<Span> caption;
    std::vector<ExhibitColumn> columns;
    std::vector<std::vector<std::vector<Span>>> rows;
};

/// What a question shows besides its words.
struct ExhibitsView {
    std::string key;  ///< of question and draw: another one forgets how the last was looked at
    std::vector<ExhibitPicture> pictures;
    std::optional<ExhibitTableView> table;
    bool asks_mark = false;    ///< hot spot waiting for its mark
    std::optional<Spot> mark;  ///< given with the answer
    std::string mark_words;
    ui::Tone mark_tone = ui::Tone::accent;

    [[nodiscard]] bool empty() const { return pictures.empty() && !table; }
};

/// While it is asked: nothing of the answer.
[[nodiscard]] ExhibitsView exhibits_asked(const Model& model, const Instance& instance);
/// A place can be told by its name where the picture of a hot spot cannot be had.
[[nodiscard]] bool asks_by_name(const Instance& instance, const ExhibitsView& exhibits);
/// Once it is no secret any more: the places of a hot spot with their names, and the mark given, if any.
[[nodiscard]] ExhibitsView exhibits_told(const Model& model, const Instance& instance, const Response* response);

/// How the exhibits are being looked at.
struct ExhibitsDraft {
    std::string key;
    std::vector<ui::ViewerState> viewers;  ///< one a picture
    int current = 0;                       ///< the picture that takes the keys
    bool magnified = false;
    std::shared_ptr<ui::FrameTexture> thumbnail = std::make_shared<ui::FrameTexture>();

    /// Hot spot: the mark set so far.
    [[nodiscard]] std::optional<Spot> mark() const;
};

}  // namespace collimate
