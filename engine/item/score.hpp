#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/item/instance.hpp"

namespace collimate {

enum class Confidence { none, guess, unsure, sure };
[[nodiscard]] std::string_view name_of(Confidence confidence);
[[nodiscard]] std::optional<Confidence> confidence_from(std::string_view name);

/// What was answered: letters of the chosen options (sorted for single and multiple, in the given order for order),
/// a number, or for a hotspot the spot marked; its letter is then the one of the region hit, empty where none was.
struct Response {
    std::string letters;
    std::optional<double> number;
    std::optional<Spot> mark;
    Confidence confidence = Confidence::none;
    std::int64_t elapsed_ms = 0;
};

/// The letter of the region that holds the spot; empty where none does.
[[nodiscard]] std::string letters_at(const Instance& instance, Spot spot);

/// The response as it is kept: a mark brings the letter of the region it hit.
[[nodiscard]] Response settled(const Instance& instance, Response response);

/// All or nothing, as the registries score. A hotspot is right where the mark lies in the key region; without a mark,
/// by the letter of the place chosen among the named ones.
[[nodiscard]] bool is_right(const Instance& instance, const Response& response);

/// Share of a select-multiple or ordering answer that was right, 0 to 1: feedback only, never scored.
[[nodiscard]] double partial(const Instance& instance, const Response& response);

/// The letters that make up the right answer.
[[nodiscard]] std::string key_letters(const Instance& instance);

/// Guess floor c: 1/k for k options shown; 1/(2^k - 1) for select-multiple without a stated count,
/// 1/C(k,m) with one; 1/k! for ordering; the key region's share of the picture for a hotspot (where it moves with the
/// draw: at one draw); 0 for numeric entry.
[[nodiscard]] double chance_of(const Item& item);

/// Authored difficulty in logits from the expected proportion correct of first-time candidates (theta = 0):
/// expected = c + (1 - c) * sigmoid(-b).
[[nodiscard]] double difficulty_of(int expected_percent, double chance);

}  // namespace collimate
