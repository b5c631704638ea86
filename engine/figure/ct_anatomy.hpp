#pragma once

#include <cstdint>
#include <string_view>

#include "engine/figure/ct_scan.hpp"

namespace collimate {

/// A finding in a section: what an author asked for.
struct CtLesion {
    std::string_view kind = "none";
    double size_mm = 20.0;
    double hu = 60.0;
};

// Axial sections as they are looked at: from the feet, the patient's left on the right side of the picture, front up.
// Parts of pairs are named for the patient's side.

/// `level`: `ventricles` or `posterior-fossa`. Lesions: `epidural`, `subdural`, `hemorrhage`, `infarct`.
[[nodiscard]] CtSection ct_head(std::string_view level, const CtLesion& lesion);
/// `level`: `pulmonary-trunk` or `shoulders`. Lesions: `nodule`, `effusion`, `pneumothorax`, `dissection`, `embolism`.
[[nodiscard]] CtSection ct_chest(std::string_view level, const CtLesion& lesion, double contrast_hu);
/// `phase`: `none`, `arterial`, `portal`, `delayed`. Lesions: `liver-lesion`, `kidney-stone`, `aneurysm`, `free-air`.
[[nodiscard]] CtSection ct_abdomen(std::string_view phase, const CtLesion& lesion);
/// Lesions: `hip-prosthesis`, `bladder-stone`, `fluid`.
[[nodiscard]] CtSection ct_pelvis(const CtLesion& lesion);

}  // namespace collimate
