#include "app/screens/stage.hpp"

#include "app/widgets/page.hpp"
#include "app/widgets/type.hpp"

namespace collimate {

Stage stage_of(const ui::Rect& window, Surround surround) {
    Stage stage = {.window = window, .page = window, .room = ui::room(window)};
    if (surround == Surround::none) return stage;
    if (stage.room != ui::Room::compact) ui::take_bottom(stage.page, ui::em(ui::status_height));
    const bool slim = surround == Surround::session && stage.room == ui::Room::full;
    ui::take_left(stage.page, ui::rail_width(slim ? ui::Room::slim : stage.room));
    return stage;
}

bool beside(ui::Room room) { return room == ui::Room::full || room == ui::Room::slim; }

}  // namespace collimate
