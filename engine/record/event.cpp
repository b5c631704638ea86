#include "engine/record/event.hpp"

#include <array>

namespace collimate {
namespace {

constexpr std::array<std::string_view, 4> sitting_names = {"practice", "review", "mock", "driver"};
constexpr std::array<std::string_view, std::variant_size_v<EventBody>> kind_names = {
    "answered", "sitting_started", "sitting_ended", "goal_set",  "flagged",  "noted",
    "reported", "clock_set_back",  "responded",     "annotated", "rescored", "outcome_told",
    "memory_fitted"};

}  // namespace

std::string_view name_of(SittingKind kind) { return sitting_names[static_cast<std::size_t>(kind)]; }

std::optional<SittingKind> sitting_kind_from(std::string_view name) {
    for (std::size_t i = 0; i < sitting_names.size(); ++i)
        if (sitting_names[i] == name) return static_cast<SittingKind>(i);
    return std::nullopt;
}

std::string_view kind_of(const EventBody& body) { return kind_names[body.index()]; }

}  // namespace collimate
