#include "engine/figure/mammo_breast.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <optional>

#include "engine/base/random.hpp"
#include "engine/figure/contour.hpp"
#include "engine/figure/fourier.hpp"

namespace collimate {

namespace {

constexpr double picture_high_mm = 205.0;
constexpr double skin_mm = 1.6;
constexpr int field_side = 256;
constexpr double field_step_mm = 0.9;

double smooth_step(double low, double high, double value) {
    const double t = std::clamp((value - low) / (high - low), 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

/// Millimeters: x from the film's edge at the chest wall, y down from the middle of the picture.
struct Anatomy {
    Contour skin;
    Contour muscle;
    Spot nipple;
    Spot gland_middle;
    double gland_tilt;
};

Contour muscle_outline(double share, double nipple_y) {
    const double tip = -105 + (nipple_y + 105) * share;
    const double top = 30 + 34 * share;
    return smooth_contour({{-30, -125},
                           {top + 4, -125},
                           {top, -104},
                           {0.72 * top, -104 + 0.38 * (tip + 104)},
                           {0.34 * top, -104 + 0.74 * (tip + 104)},
                           {0, tip},
                           {-30, tip + 10}});
}

Anatomy anatomy_of(const BreastSetup& setup) {
    Anatomy anatomy;
    if (setup.oblique) {
        anatomy.skin = smooth_contour({{-40, -140},
                                       {66, -140},
                                       {76, -104},
                                       {86, -70},
                                       {99, -32},
                                       {107, 4},
                                       {109, 26},
                                       {103, 52},
                                       {84, 76},
                                       {54, 90},
                                       {22, 94},
                                       {0, 98},
                                       {-40, 100}},
                                      6);
        anatomy.nipple = {109, 22};
        anatomy.muscle = muscle_outline(setup.muscle_share, anatomy.nipple.y);
        anatomy.gland_middle = {58, 2};
        anatomy.gland_tilt = 0.35;
    } else {
        anatomy.skin = smooth_contour({{-40, -92},
                                       {0, -90},
                                       {30, -84},
                                       {62, -66},
                                       {86, -36},
                                       {96, 0},
                                       {86, 36},
                                       {62, 65},
                                       {30, 82},
                                       {0, 88},
                                       {-40, 90}},
                                      6);
        anatomy.nipple = {96, 0};
        anatomy.gland_middle = {50, -6};
        anatomy.gland_tilt = 0.1;
    }
    return anatomy;
}

/// Signed distance to an outline, inside positive. Exact within `reach`; beyond it only known to be at least that, so
/// that neighbors need not be measured anew.
class EdgeDistance {
public:
    EdgeDistance(const Contour& outline, double reach) : outline_(outline), reach_(reach) {}

    [[nodiscard]] double at(Spot p) {
        if (outline_.empty()) return -reach_;
        const double left = std::abs(measured_) - std::hypot(p.x - last_.x, p.y - last_.y);
        if (left > reach_) return std::copysign(left, measured_);
        last_ = p;
        measured_ = holds(outline_, p) ? distance_to(outline_, p) : -distance_to(outline_, p);
        return measured_;
    }

private:
    const Contour& outline_;
    double reach_;
    Spot last_;
    double measured_ = 0.0;
};

/// Two independent random fields whose amplitudes fall with a power of the frequency (mammograms: 1.5, Burgess 2001;
/// more is smoother); mean 0, standard deviation 1.
class Texture {
public:
    Texture(std::uint64_t seed, double fall) : values_(static_cast<std::size_t>(field_side) * field_side) {
        Random random(seed);
        for (int v = 0; v < field_side; ++v)
            for (int u = 0; u < field_side; ++u) {
                const double fu = std::min(u, field_side - u);
                const double fv = std::min(v, field_side - v);
                const double f = std::hypot(fu, fv);
                auto& value = values_[static_cast<std::size_t>(v * field_side + u)];
                const double size = f < 2.0 || f > field_side / 3.0 ? 0.0 : std::pow(f, -fall);
                value = {static_cast<float>(size * random.normal()), static_cast<float>(size * random.normal())};
            }
        fourier_plane(values_, field_side, field_side, FourierDirection::inverse);
        double squares = 0.0;
        for (const auto& value : values_) squares += std::norm(value);
        const auto scale = static_cast<float>(1 / std::sqrt(squares / 2 / static_cast<double>(values_.size())));
        for (auto& value : values_) value *= scale;
    }

    /// Straight between the points, repeating beyond the field.
    [[nodiscard]] std::complex<float> at(double x_mm, double y_mm) const {
        const double u = x_mm / field_step_mm + 4 * field_side;
        const double v = y_mm / field_step_mm + 4 * field_side;
        const int iu = static_cast<int>(u);
        const int iv = static_cast<int>(v);
        const auto fu = static_cast<float>(u - iu);
        const auto fv = static_cast<float>(v - iv);
        const auto point = [&](int a, int b) {
            return values_[static_cast<std::size_t>((b & (field_side - 1)) * field_side + (a & (field_side - 1)))];
        };
        const auto top = point(iu, iv) * (1 - fu) + point(iu + 1, iv) * fu;
        const auto bottom = point(iu, iv + 1) * (1 - fu) + point(iu + 1, iv + 1) * fu;
        return top * (1 - fv) + bottom * fv;
    }

private:
    std::vector<std::complex<float>> values_;
};

/// Share of fibroglandular tissue over a spot.
class Parenchyma {
public:
    Parenchyma(const BreastSetup& setup, const Anatomy& anatomy, std::uint64_t seed)

        : anatomy_(anatomy),
          texture_(derive(seed, 1), 1.5),
          strands_(derive(seed, 2), 2.2),
          density_(std::clamp(setup.density - 'a', 0, 3)) {}

    [[nodiscard]] double share_at(Spot p) const {
        constexpr std::array cover = {1.7, 0.75, -0.2, -1.5};  // of the texture: what is above is gland
        constexpr std::array strength = {0.40, 0.55, 0.65, 0.75};
        constexpr std::array spread = {46.0, 52.0, 58.0, 68.0};  // mm, of the dense cone
        const auto i = static_cast<std::size_t>(density_);
        const double dx = p.x - anatomy_.gland_middle.x;
        const double dy = p.y - anatomy_.gland_middle.y + anatomy_.gland_tilt * dx * 0.5;
        const double cone = 1 - smooth_step(0.4, 1.2, std::hypot(dx / (0.95 * spread[i]), dy / spread[i]));
        const Spot along = toward_nipple(p);
        const auto fine = texture_.at(along.x, along.y);
        const auto smooth = strands_.at(0.8 * along.x, along.y);
        const double patches =
            cone * smooth_step(cover[i] - 1.0, cover[i] + 1.3, 0.75 * fine.real() + 0.6 * smooth.real() + 0.4 * cone);
        const auto net = strands_.at(p.x + 2 * fine.imag(), p.y);
        const double lines =
            strand(net.imag(), 0.05) * (0.05 + 0.13 * cone) + strand(smooth.imag(), 0.07) * (0.03 + 0.14 * cone);
        const double grain = 0.035 * texture_.at(p.x, p.y).imag();
        return std::clamp(strength[i] * patches + lines * (1 - 0.7 * patches) + grain + 0.06, 0.0, 1.0);
    }

    /// Muscle bundles run with its edge.
    [[nodiscard]] double muscle_at(Spot p) const {
        const auto field = texture_.at(0.9 * p.x + 0.45 * p.y, 0.25 * (0.9 * p.y - 0.45 * p.x));
        return 0.40 + 0.045 * field.real() - 0.0011 * p.y;
    }

private:
    static double strand(double level, double width) { return std::exp(-std::pow(level / width, 2)); }

    /// Coordinates in which what runs to the nipple is short: texture becomes streaks along them.
    [[nodiscard]] Spot toward_nipple(Spot p) const {
        const double dx = anatomy_.nipple.x + 25 - p.x;
        const double dy = p.y - anatomy_.nipple.y;
        return {0.5 * std::hypot(dx, dy), 75 * std::atan2(dy, dx)};
    }

    const Anatomy& anatomy_;
    Texture texture_;
    Texture strands_;
    int density_;
};

/// Extra mm of tissue along the beam.
class Mass {
public:
    Mass(const BreastSetup& setup, Spot center, std::uint64_t seed)
        : margin_(setup.margin), center_(center), radius_(setup.mass_mm / 2) {
        Random random(seed);
        for (auto& p : phases_) p = 2 * std::numbers::pi * random.uniform();
        for (int i = 0; i < spicules; ++i) {
            const double angle = 2 * std::numbers::pi * (i + 0.7 * random.uniform()) / spicules;
            lines_.push_back({angle, radius_ * (1.5 + 1.1 * random.uniform()), 0.25 * random.normal()});
        }
    }

    [[nodiscard]] double thickness_at(Spot p) const {
        if (margin_ == "none") return 0.0;
        const double dx = p.x - center_.x;
        const double dy = p.y - center_.y;
        const double r = std::hypot(dx, dy) / radius_;
        if (r > 3.0) return 0.0;
        const double angle = std::atan2(dy, dx);
        const double body = 2.2 * radius_ * profile(r / shape(angle));
        if (margin_ == "obscured") return body * smooth_step(-0.7, 0.5, std::cos(angle - 0.8) * r);
        return margin_ == "spiculated" ? std::max(body, spicule_at(dx, dy)) : body;
    }

private:
    static constexpr int spicules = 19;
    struct Line {
        double angle, length, bend;
    };

    [[nodiscard]] double shape(double angle) const {
        if (margin_ == "microlobulated")
            return 0.95 + 0.045 * std::sin(7 * angle + phases_[0]) + 0.035 * std::sin(10 * angle + phases_[1]) +
                   0.03 * std::sin(4 * angle + phases_[2]);
        if (margin_ == "spiculated" || margin_ == "indistinct")
            return 0.85 + 0.1 * std::sin(3 * angle + phases_[1]) + 0.08 * std::sin(5 * angle + phases_[2]);
        return 1 + 0.06 * std::cos(2 * angle + phases_[0]);
    }

    [[nodiscard]] double profile(double r) const {
        if (margin_ == "indistinct") return 0.9 * std::exp(-1.6 * r * r);
        return r < 1 ? std::pow(1 - r * r, margin_ == "spiculated" ? 0.7 : 0.4) : 0.0;
    }

    [[nodiscard]] double spicule_at(double dx, double dy) const {
        double most = 0.0;
        for (const Line& line : lines_) {
            const double along = dx * std::cos(line.angle) + dy * std::sin(line.angle);
            if (along < 0.4 * radius_ || along > line.length) continue;
            const double share = along / line.length;
            const double across = dy * std::cos(line.angle) - dx * std::sin(line.angle) - line.bend * along * share;
            const double width = 0.9 * (1.1 - share);
            most = std::max(most, 4.0 * (1 - 0.7 * share) * std::exp(-0.5 * across * across / (width * width)));
        }
        return most;
    }

    std::string_view margin_;
    Spot center_;
    double radius_;
    std::array<double, 3> phases_{};
    std::vector<Line> lines_;
};

struct Grain {
    Spot at;
    double rx, ry, tilt_deg;
    double hollow = 0.0;  ///< share of the radius that is not chalk
};

std::vector<Grain> grains_of(const BreastSetup& setup, Spot center, std::uint64_t seed) {
    Random random(seed);
    std::vector<Grain> grains;
    const double size = setup.calcification_mm / 2;
    const auto scatter = [&](double reach) {
        return Spot{center.x + reach * random.normal(), center.y + reach * random.normal()};
    };
    const std::string_view kind = setup.calcifications;
    if (kind == "round")
        for (int i = 0; i < 7; ++i) grains.push_back({scatter(7), size, size, 0});
    if (kind == "pleomorphic")
        for (int i = 0; i < 22; ++i) {
            const double stretch = 0.6 + 1.2 * random.uniform();
            const double r = size * (0.5 + 0.8 * random.uniform());
            grains.push_back({scatter(3.2), r * stretch, r / stretch, 180 * random.uniform()});
        }
    if (kind == "linear-branching")
        for (int branch = 0; branch < 3; ++branch) {
            const double lean = -0.5 + 0.55 * branch;
            for (int i = 0; i < 8; ++i) {
                const double along = 1.9 * i + (branch > 0 ? 5.0 : 0.0);
                const double bend = branch == 0 ? 0.05 : lean;
                grains.push_back({{center.x - along, center.y + bend * along + 0.25 * random.normal()},
                                  size * (1.2 + random.uniform()),
                                  0.55 * size,
                                  bend * 50 + 180});
            }
        }
    if (kind == "popcorn")
        for (int i = 0; i < 9; ++i) {
            const double r = size * (2.2 + 2.4 * random.uniform());
            grains.push_back({scatter(3.0), r, 0.8 * r, 180 * random.uniform()});
        }
    if (kind == "rim") grains.push_back({center, 6, 5.4, 20, 0.88});
    return grains;
}

double grain_thickness(const Grain& grain, Spot p) {
    const double angle = grain.tilt_deg * std::numbers::pi / 180;
    const double dx = p.x - grain.at.x;
    const double dy = p.y - grain.at.y;
    const double u = (dx * std::cos(angle) + dy * std::sin(angle)) / grain.rx;
    const double v = (dy * std::cos(angle) - dx * std::sin(angle)) / grain.ry;
    const double r2 = u * u + v * v;
    if (r2 >= 1) return 0.0;
    const double full = std::sqrt(1 - r2);
    const double empty = r2 < grain.hollow * grain.hollow ? std::sqrt(grain.hollow * grain.hollow - r2) : 0.0;
    // Of a thin shell only little lies in the beam.
    return 1.6 * std::min(grain.rx, grain.ry) * (grain.hollow > 0 ? 0.12 : 1.0) * (full - empty);
}

/// From the picture's pixels to the breast's millimeters and back.
class View {
public:
    View(const BreastSetup& setup, FigureSize size) : setup_(setup), size_(size), mm_(picture_high_mm / size.height) {}

    [[nodiscard]] double mm() const { return mm_; }
    [[nodiscard]] Spot mm_at(double px, double py) const {
        const double from_wall = setup_.left ? px : size_.width - px;
        return {from_wall * mm_ + setup_.cut_off_mm, (py - size_.height / 2.0) * mm_};
    }
    [[nodiscard]] Spot share_of(Spot p) const {
        const double x = (p.x - setup_.cut_off_mm) / mm_ / size_.width;
        return {setup_.left ? x : 1 - x, 0.5 + p.y / mm_ / size_.height};
    }
    [[nodiscard]] std::optional<Region> region(const Contour& outline) const {
        Region region{Region::Shape::polygon, {}};
        bool seen = false;
        for (const Spot s : outline) {
            const Spot share = share_of(s);
            const Spot kept{std::clamp(share.x, 0.0, 1.0), std::clamp(share.y, 0.0, 1.0)};
            seen = seen || kept == share;
            region.spots.push_back(kept);
        }
        return seen && area_of(region) > 1e-4 ? std::optional(region) : std::nullopt;
    }

private:
    const BreastSetup& setup_;
    FigureSize size_;
    double mm_;
};

Spot from_nipple(const Anatomy& anatomy, Spot depth_and_up) {
    return {anatomy.nipple.x - depth_and_up.x, anatomy.nipple.y - depth_and_up.y};
}

Contour fold_line(const BreastSetup& setup) {
    return setup.oblique ? Contour{{18, -88}, {40, -76}, {62, -70}, {82, -72}}
                         : Contour{{2, -58}, {16, -50}, {30, -48}, {46, -54}};
}

/// Attenuation that a doubled skin adds, and the air beside it takes away.
double fold_at(const BreastSetup& setup, Spot p) {
    if (setup.fold <= 0.0) return 0.0;
    Contour there_and_back = fold_line(setup);
    const Contour line = there_and_back;
    there_and_back.insert(there_and_back.end(), line.rbegin() + 1, line.rend() - 1);
    const double on = distance_to(there_and_back, p) / 1.7;
    const double beside = distance_to(there_and_back, {p.x - 0.6, p.y - 3.6}) / 1.7;
    return setup.fold * (0.5 * std::exp(-on * on) - 0.25 * std::exp(-beside * beside));
}

Spot nipple_middle(const BreastSetup& setup, const Anatomy& anatomy) {
    return setup.nipple_in_profile ? Spot{anatomy.nipple.x + 2.5, anatomy.nipple.y}
                                   : Spot{anatomy.nipple.x - 16, anatomy.nipple.y + 9};
}

/// Extra glandular tissue of the nipple, in mm along the beam.
double nipple_thickness(const BreastSetup& setup, Spot middle, Spot p) {
    const double rx = setup.nipple_in_profile ? 6.5 : 5.5;
    const double r = std::hypot((p.x - middle.x) / rx, (p.y - middle.y) / 5.5);
    return 9 * (1 - smooth_step(0.55, 1.1, r));
}

}  // namespace

Breast compressed_breast(const BreastSetup& setup, double kv, FigureSize size, std::uint64_t seed) {
    const Anatomy anatomy = anatomy_of(setup);
    const View view(setup, size);
    const MammoTissues tissues = mammo_tissues(kv);
    const double more = tissues.gland - tissues.fat;
    const Parenchyma parenchyma(setup, anatomy, derive(seed, 11));
    const Mass mass(setup, from_nipple(anatomy, setup.mass_mm_from_nipple), derive(seed, 12));
    const auto grains = grains_of(setup, from_nipple(anatomy, setup.calcifications_mm_from_nipple), derive(seed, 13));
    const Spot nipple = nipple_middle(setup, anatomy);
    EdgeDistance skin(anatomy.skin, std::max(20.0, setup.thickness_mm / 2));
    EdgeDistance muscle(anatomy.muscle, 8.0);
    Breast breast{MammoPlane(size.width, size.height, view.mm()), MammoPlane(size.width, size.height, view.mm())};
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const Spot p = view.mm_at(x + 0.5, y + 0.5);
            double sum = tissues.gland * nipple_thickness(setup, nipple, p);
            const double off = skin.at(p);
            if (off > 0.0) {
                const double in = std::min(1.0, off / (setup.thickness_mm / 2));
                const double thick = setup.thickness_mm * std::sqrt(1 - (1 - in) * (1 - in));
                double share = off < skin_mm ? 0.9 : parenchyma.share_at(p) * smooth_step(1, 14, off);
                const double in_muscle = smooth_step(-1, 4, muscle.at(p));
                share += in_muscle * (parenchyma.muscle_at(p) - 0.5 * share);
                const double solid = std::min(mass.thickness_at(p), 0.8 * thick);
                sum += thick * (tissues.fat + more * share) + solid * (tissues.mass - tissues.fat) + fold_at(setup, p);
                breast.lift.at(x, y) = static_cast<float>(0.92 * tissues.fat * (setup.thickness_mm - thick));
            }
            breast.attenuation.at(x, y) = static_cast<float>(sum);
        }
    for (const Grain& grain : grains) {
        const Spot c = view.share_of(grain.at);
        const double reach = std::max(grain.rx, grain.ry) / view.mm() + 1;
        const int cx = static_cast<int>(c.x * size.width);
        const int cy = static_cast<int>(c.y * size.height);
        const int r = static_cast<int>(std::ceil(reach));
        for (int y = std::max(0, cy - r); y <= std::min(size.height - 1, cy + r); ++y)
            for (int x = std::max(0, cx - r); x <= std::min(size.width - 1, cx + r); ++x) {
                double thick = 0.0;
                for (int i = 0; i < 9; ++i)
                    thick += grain_thickness(
                                 grain, view.mm_at(x + (i % 3 + 0.5) / 3, y + (static_cast<double>(i / 3) + 0.5) / 3)) /
                             9;
                breast.attenuation.at(x, y) += static_cast<float>(thick * tissues.calcification);
            }
    }
    return breast;
}

std::vector<FigurePart> breast_parts(const BreastSetup& setup, FigureSize size) {
    const Anatomy anatomy = anatomy_of(setup);
    const View view(setup, size);
    std::vector<FigurePart> parts;
    const auto add = [&](const char* name, const Contour& outline) {
        if (auto region = view.region(outline)) parts.push_back({name, std::move(*region)});
    };
    const auto round = [](Spot center, double radius) { return ellipse_contour(center, radius, radius, 0, 32); };
    add("nipple", round(nipple_middle(setup, anatomy), 8));
    if (setup.oblique) add("pectoral muscle", anatomy.muscle);
    if (setup.margin != "none")
        add("mass", round(from_nipple(anatomy, setup.mass_mm_from_nipple), std::max(6.0, 0.7 * setup.mass_mm)));
    if (setup.calcifications != "none") {
        Spot center = from_nipple(anatomy, setup.calcifications_mm_from_nipple);
        if (setup.calcifications == "linear-branching") center.x -= 8;
        add("calcifications", round(center, setup.calcifications == "round" ? 15 : 10));
    }
    if (setup.fold > 0.0) add("skin fold", band_contour(fold_line(setup), 14, 10));
    return parts;
}

}  // namespace collimate
