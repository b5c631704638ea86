#include "app/widgets/keys.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/widgets/compat.hpp"
#include "app/widgets/focus.hpp"

namespace collimate::ui {
namespace {

std::vector<Chord> pushed;  // since the last frame
std::vector<Chord> now;     // of this frame, not yet taken
std::string typed;

/// What stays with the screen while someone types: commands, but nothing that edits.
bool free_while_editing(Chord chord) {
    if (chord.key >= Key::f1) return true;
    if (chord.alt && chord.key <= Key::z) return true;
    const bool edits =
        chord.key <= Key::z &&
        std::string_view("acvxyz").find(static_cast<char>('a' + static_cast<int>(chord.key))) != std::string_view::npos;
    return (chord.ctrl || chord.alt) && !edits && !(chord.key >= Key::backspace && chord.key <= Key::end);
}

}  // namespace

void push_key(Chord chord) { pushed.push_back(chord); }

void begin_keys() {
    now = std::move(pushed);
    pushed.clear();
    typed.clear();
    for (const ImWchar sign : ImGui::GetIO().InputQueueCharacters) {
        if (sign == '?') now.push_back({Key::question});
        if (sign >= ' ' && sign < 0x7F) typed += static_cast<char>(sign);
    }
}

bool take_raw(Chord chord) {
    const auto found = std::find(now.begin(), now.end(), chord);
    if (found == now.end()) return false;
    now.erase(found);
    return true;
}

bool take(Chord chord) {
    if (covered() || (editing() && !free_while_editing(chord))) return false;
    return take_raw(chord);
}

std::optional<int> take_choice(int count) {
    for (int index = 0; index < std::min(count, 10); ++index) {
        if (take(static_cast<Key>(static_cast<int>(Key::a) + index))) return index;
        if (index < 9 && take(static_cast<Key>(static_cast<int>(Key::d1) + index))) return index;
    }
    return std::nullopt;
}

std::string take_typed() {
    if (covered() || editing()) return {};
    return std::exchange(typed, {});
}

std::string caption(Chord chord) {
    static constexpr const char* named[] = {"Enter", "Esc",   "Tab", "Space",        "Backspace", "Del",
                                            "Left",  "Right", "Up",  "Down",         "Page up",   "Page down",
                                            "Home",  "End",   "+",   "\xE2\x88\x92", "?", ",", "."};
    std::string text;
    if (chord.ctrl) text += "Ctrl ";
    if (chord.alt) text += "Alt ";
    if (chord.shift) text += "Shift ";
    const int code = static_cast<int>(chord.key);
    if (chord.key <= Key::z) return text + static_cast<char>('A' + code);
    if (chord.key <= Key::d9) return text + static_cast<char>('0' + code - static_cast<int>(Key::d0));
    if (chord.key <= Key::period) return text + named[code - static_cast<int>(Key::enter)];
    return text + "F" + std::to_string(1 + code - static_cast<int>(Key::f1));
}

}  // namespace collimate::ui
