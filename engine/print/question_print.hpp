#pragma once

#include "engine/bank/bank.hpp"
#include "engine/item/instance.hpp"
#include "engine/print/page_writer.hpp"

namespace collimate {

/// A question as it stands on the screen: stem, figures, table, lettered options.
void print_question_body(PageWriter& pages, const Bank& bank, const Instance& question);

/// `A` for the first option shown.
[[nodiscard]] char printed_label(const Instance& question, char letter);

/// In the order given where order is the answer, else in the order of the options.
[[nodiscard]] std::string printed_labels(const Instance& question, const std::string& letters);

}  // namespace collimate
