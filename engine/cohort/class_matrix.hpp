#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/cohort/store.hpp"
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
    std::vector<std::optional<double>> authored;  ///< difficulty of an item in logits; absent where nobody gave one
    std::vector<double> chance;                   ///< guess floor of an item
    std::vector<int> revisions;                   ///< of an item that its answers are to
    std::vector<Statistic> seconds;               ///< median time to answer an item; none on a sheet
    std::set<std::string> exams;                  ///< of the answers that name an area
    std::optional<Day> newest;                    ///< of the last answer
};

/// How long answering an item takes; withheld where it was not told.
[[nodiscard]] Statistic median_seconds(const ClassMatrix& matrix, std::size_t item);

/// Takes first exposures as they come in, candidate by candidate, each in the order they were given.
class MatrixGathering {
public:
    MatrixGathering();
    MatrixGathering(MatrixGathering&&) noexcept;
    MatrixGathering& operator=(MatrixGathering&&) noexcept;
    ~MatrixGathering();

    void add(const ClassResponse& response);
    /// Items in the order of their ids (q2 before q10). Options are those somebody chose. Answers to an earlier
    /// revision of an item than others were given to are left out: they mean something else. Answers from elsewhere,
    /// which know no revision, count.
    [[nodiscard]] ClassMatrix finish();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The first exposures that a query asks for, whatever it says of `fresh`; an answer judged anew counts by its last
/// verdict.
[[nodiscard]] ClassMatrix class_matrix(Store& store, Query query);

}  // namespace collimate::cohort
