#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/item/instance.hpp"

namespace collimate {

/// What goes into a paper quiz. Items in the order named; otherwise all of the areas (parts included), in bank order;
/// neither named: the whole bank.
struct BookletRequest {
    std::vector<std::string> areas;
    std::vector<std::string> items;
    std::uint64_t seed = 0;
};

/// A question as it is printed.
struct PrintedQuestion {
    Instance instance;
    bool count_stated = false;  ///< the stem says how many options apply
};

struct Booklet {
    std::string markdown;  ///< stems and options in drawn order, nothing that tells the key
    std::string key;       ///< JSON: bank, seed, and for each number the item and its right letters as printed
    int questions = 0;
    std::vector<PrintedQuestion> printed;
    std::vector<std::string> left_out;  ///< items of an area that are retired or would give another one away
};

/// The same bank, request and seed give the same bytes. Throws Refused for an unknown area or item, or no item at all.
[[nodiscard]] Booklet make_booklet(const Bank& bank, const BookletRequest& request);

}  // namespace collimate
