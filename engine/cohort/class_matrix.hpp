#pragma once

#include <string>
#include <vector>

#include "engine/model/item_analysis.hpp"
#include "engine/model/response_matrix.hpp"

namespace collimate::cohort {

/// First answers of a class with the names of what they belong to.
struct ClassMatrix {
    std::vector<std::string> items;                ///< ids, one a column of the matrix
    std::vector<ItemOptions> options;              ///< one an item; none where answers are too many to be options
    std::vector<std::vector<std::string>> labels;  ///< of an item's options
    std::vector<std::string> candidates;           ///< ids, one a row of the matrix
    ResponseMatrix matrix;
};

}  // namespace collimate::cohort
