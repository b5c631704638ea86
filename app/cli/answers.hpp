#pragma once

#include <optional>
#include <string>

#include "engine/item/score.hpp"

namespace collimate {

// A question and its answer as lines of text.

/// `A` for the first option shown.
[[nodiscard]] char label_of(const Instance& question, char letter);

/// In the order given where order is the answer, else as they stand on the screen.
[[nodiscard]] std::string labels_of(const Instance& question, const std::string& letters);

/// What to type as an answer.
[[nodiscard]] std::string instruction_for(const Instance& question);

/// The response in a line, or none where it is not an answer to this question.
[[nodiscard]] std::optional<Response> response_from(const Instance& question, const std::string& line);

/// `B`, `CAB`, `4.2 mGy`, `40 62, inside "ring"`: the answer as the candidate gave it; `none` where it is blank.
[[nodiscard]] std::string answer_text(const Instance& question, const Response& response);

/// The right answer in the same words.
[[nodiscard]] std::string key_text(const Instance& question);

/// The options that may be chosen by letter, one a line; nothing where a number or an unnamed place is asked for.
/// `struck`: letters crossed out.
void print_options(const Instance& question, const std::string& struck = {});

/// Why each option is right or wrong, one paragraph each.
void print_reasons(const Instance& question);

}  // namespace collimate
