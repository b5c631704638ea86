#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "app/screens/model.hpp"

namespace collimate {

/// Tells the class what is new: packs it, and begins to write every result package that the shared folder of the
/// preferences lacks. Does nothing where none was chosen. A package is on this computer's disk before it leaves, so
/// that nothing is lost where the folder is missing, hangs, or the window closes: the same packages are written the
/// next time.
void send_results(Model& model, Now now);

/// Goes on with the sending under way as far as it goes without waiting. Whether it is in another state than before.
bool tend_sending(Model& model, Now now);

/// Goes on with it to its end, `most` milliseconds at most.
void finish_sending(Model& model, Now now, std::int64_t most_ms);

/// What was in the way becomes a toast, once.
void tell_unsent(Model& model, Now now);

/// `sending since 09:41`, `sent 09:41`, `not sent: ...`; empty where nothing was.
[[nodiscard]] std::string sending_state_words(const Model& model);

/// What is sent and what is not, in plain words.
[[nodiscard]] std::string_view sending_words();

}  // namespace collimate
