#pragma once

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string>

#include "engine/bank/bank.hpp"

namespace collimate {

/// A picture as far as it is there: the figure, or why it cannot be had, or neither while it is computed.
struct PictureState {
    std::shared_ptr<const Figure> figure;
    std::string fault;
    [[nodiscard]] bool waiting() const { return !figure && fault.empty(); }
};

/// The pictures that screens show, decoded or computed once and kept while they are being looked at. One of a kind,
/// owned by the model; on the thread of the screens. A picture that lies in the bank is there at once; one that depends
/// on the draw is computed beside and is there in a later frame.
class Pictures {
public:
    static constexpr std::size_t most_kept = 16;

    /// What there is of it now; begins what is not there.
    [[nodiscard]] PictureState of(const Bank& bank, const ShownFigure& shown);

    /// Takes what was finished meanwhile. Counts the pictures that came, so that a view holding one that was on its way
    /// is made anew when this changes.
    [[nodiscard]] std::uint64_t arrived();
    [[nodiscard]] bool waiting() const;  ///< for any

private:
    struct Entry {
        PictureState state;
        std::future<PictureState> coming;
        std::uint64_t asked = 0;  ///< when last, by count
    };
    void drop_oldest();

    std::map<std::string, Entry> entries_;
    std::uint64_t arrived_ = 0;
    std::uint64_t asked_ = 0;
};

}  // namespace collimate
