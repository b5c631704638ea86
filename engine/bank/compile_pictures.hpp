#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "engine/bank/picture.hpp"
#include "engine/bank/source.hpp"

namespace collimate {

/// A picture of a bank being compiled.
struct CompiledPicture {
    std::string key;
    std::string drawn_by;
    StoredPicture stored;
};

/// Makes the pictures of all fixed figures, side by side on the machine's cores, and hands them over in order of key.
/// What the bank at `earlier` holds already, if it is a sound one of the same exam drawn by the same sources, is taken
/// over. Of each figure that depends on the draw one draw is tried and thrown away. Throws Refused naming the item.
void compile_pictures(const ExamSource& source, const std::filesystem::path& earlier,
                      const std::function<void(const CompiledPicture&)>& take);

}  // namespace collimate
