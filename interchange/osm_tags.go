package interchange

// tags are the properties of a feature of OpenStreetMap.
type tags map[string]any

func (t tags) get(key string) string {
	s, _ := t[key].(string)
	return s
}

// is reports whether a tag is set to anything but no.
func (t tags) is(key string) bool {
	v := t.get(key)
	return v != "" && v != "no" && v != "0" && v != "false"
}

func isBuilding(f Feature) bool {
	t := tags(f.Properties)
	return t.is("building") && ground(f.Geometry) != nil
}

// isEstate takes named grounds of housing.
func isEstate(f Feature) bool {
	t := tags(f.Properties)
	return t.get("landuse") == "residential" && t.get("name") != "" && ground(f.Geometry) != nil
}

// roadClass returns our class of a highway or railway, "" for one that is none yet or no more,
// and for areas such as platforms.
func roadClass(t tags) string {
	if t.get("area") == "yes" {
		return ""
	}
	if highway := t.get("highway"); highway != "" {
		if highway == "rail" {
			return ""
		}
		return roadWords[highway]
	}
	switch railway := t.get("railway"); railway {
	case "rail", "light_rail", "tram", "subway", "narrow_gauge", "funicular", "monorail", "preserved":
		return "rail"
	}
	return ""
}

// waterClass returns our class of water, "" for what is none. Lines in a culvert or tunnel are
// not seen on the ground and are none.
func waterClass(t tags, surface bool) string {
	if surface {
		return surfaceClass(t)
	}
	if t.is("tunnel") {
		return ""
	}
	if t.get("natural") == "coastline" {
		return "sea"
	}
	switch waterway := t.get("waterway"); waterway {
	case "river", "canal", "stream", "ditch", "drain", "brook":
		return waterWords[waterway]
	}
	return ""
}

func surfaceClass(t tags) string {
	switch {
	case t.get("natural") == "water":
		if class := waterWords[t.get("water")]; class != "" {
			return class
		}
		return "lake"
	case t.get("natural") == "bay", t.get("natural") == "strait":
		return "sea"
	case t.get("waterway") == "riverbank", t.get("waterway") == "dock":
		return waterWords[t.get("waterway")]
	case t.get("landuse") == "reservoir", t.get("landuse") == "basin":
		return "lake"
	}
	return ""
}

// facilityKinds leads from a tag of OpenStreetMap to our kind of facility.
var facilityKinds = map[string]string{
	"amenity=police": "police_room", "amenity=fire_station": "fire_station", "amenity=townhall": "government",
	"office=government": "government", "amenity=community_centre": "service_station",
	"amenity=social_facility": "social_facility", "amenity=nursing_home": "social_facility",
	"amenity=clinic": "clinic", "amenity=doctors": "clinic", "amenity=hospital": "hospital", "amenity=pharmacy": "pharmacy",
	"amenity=school": "school", "amenity=kindergarten": "kindergarten", "amenity=childcare": "kindergarten",
	"amenity=college": "college", "amenity=university": "college", "amenity=library": "library",
	"amenity=marketplace": "market", "shop=supermarket": "market", "amenity=post_office": "post_office",
	"amenity=toilets": "toilets", "amenity=theatre": "culture", "amenity=arts_centre": "culture", "tourism=museum": "culture",
	"leisure=park": "park", "leisure=garden": "green", "landuse=grass": "green", "landuse=village_green": "green",
	"landuse=recreation_ground": "park", "leisure=playground": "playground", "leisure=sports_centre": "sports",
	"leisure=stadium": "sports", "leisure=fitness_station": "sports",
}

// facilityKind returns our kind of a facility, "" for what is none.
func facilityKind(t tags) string {
	for _, key := range [...]string{"amenity", "leisure", "office", "shop", "tourism", "landuse"} {
		if kind := facilityKinds[key+"="+t.get(key)]; kind != "" {
			return kind
		}
	}
	return ""
}

// concerns reports whether a way or relation with tags t, or a node, may be of the noun; "" is
// any noun.
func concerns(t tags, noun string) bool {
	switch noun {
	case Buildings:
		return t.is("building")
	case Estates:
		return t.get("landuse") == "residential" && t.get("name") != ""
	case Roads:
		return roadClass(t) != ""
	case Waters:
		return waterClass(t, true) != "" || waterClass(t, false) != ""
	case Facilities:
		return facilityKind(t) != ""
	case "":
		return concerns(t, Buildings) || concerns(t, Roads) || concerns(t, Waters) ||
			concerns(t, Facilities) || concerns(t, Estates)
	}
	return false
}
