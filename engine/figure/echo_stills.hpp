#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/figure/echo_scene.hpp"

namespace collimate::sono {

/// What an author may change about the thing looked at.
struct SceneOptions {
    double stone_loss_db = 40.0;  ///< one way through stone, plaque, bone
    double lesion_db = 9.0;       ///< echo of the lesion
    double lesion_speed_m_s = 1540.0;
    double size_percent = 100.0;  ///< of the scene's main structure
    double tissue_loss_db_cm_mhz = 0.5;
    std::optional<ProbeKind> probe;  ///< another than the scene's own
    std::uint64_t seed = 0;          ///< for small vessels and the like
};

[[nodiscard]] std::span<const std::string_view> still_scenes();
/// `name` is one of `still_scenes()`.
[[nodiscard]] Scene still_scene(std::string_view name, const SceneOptions& options);

// Pieces other scenes use as well.
inline constexpr Tissue fluid{.echo_db = -52, .loss_db_cm_mhz = 0.0, .mottle_db = 0};
inline constexpr Tissue blood{.echo_db = -42, .loss_db_cm_mhz = 0.15, .mottle_db = 1};
inline constexpr Tissue muscle{.echo_db = -5, .mottle_db = 3, .grain_x_mm = 9, .grain_z_mm = 0.7};
inline constexpr Tissue fat{.echo_db = -8, .mottle_db = 3, .grain_x_mm = 6, .grain_z_mm = 1.0};
/// Skin, fat and muscle with the sheets between them, for a probe of that scene.
void add_wall(Scene& scene, double thickness_mm);
/// Points at a constant depth below the face.
[[nodiscard]] std::vector<Place> level_run(const Scene& scene, double depth_mm);
[[nodiscard]] std::vector<Place> box(double left, double top, double right, double bottom);
[[nodiscard]] std::vector<Place> disk(Place middle, double half_x, double half_z);
/// The region behind an object, between two depths, as wide as the beams through it make it.
[[nodiscard]] std::vector<Place> behind(const Scene& scene, Place object, double half_width_mm, double from_mm,
                                        double to_mm);

}  // namespace collimate::sono
