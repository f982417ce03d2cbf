"""Certificates, standards, traceability, digital, technology, testing and training that plans name."""

from __future__ import annotations

from nscl.apps.catalog.data.seeded import Seeded

CERTIFICATION = (
    Seeded(
        "product-certification",
        "Chứng nhận sản phẩm, hàng hóa",
        "Bên thứ ba xác nhận sản phẩm phù hợp tiêu chuẩn hoặc quy chuẩn.",
        "Khi kế hoạch nói chung; nếu biết là hợp chuẩn hay hợp quy thì chọn nội dung đó.",
        ("chứng nhận sản phẩm, hàng hóa", "chứng nhận sản phẩm hợp chuẩn, hợp quy"),
    ),
    Seeded(
        "certification-standard",
        "Chứng nhận hợp chuẩn",
        "Xác nhận sản phẩm phù hợp tiêu chuẩn quốc gia; tự nguyện.",
        "Khi muốn tạo lòng tin, tham gia thầu hoặc dùng dấu hợp chuẩn.",
        (
            "hợp chuẩn",
            "chứng nhận hợp chuẩn",
            "chứng nhận hợp chuẩn (chứng nhận phù hợp tiêu chuẩn quốc gia)",
        ),
        "product-certification",
    ),
    Seeded(
        "certification-regulation",
        "Chứng nhận, công bố hợp quy",
        "Xác nhận sản phẩm phù hợp quy chuẩn kỹ thuật; bắt buộc với sản phẩm thuộc diện quản lý.",
        "Khi sản phẩm nằm trong phạm vi một quy chuẩn kỹ thuật quốc gia.",
        ("hợp quy", "chứng nhận hợp quy"),
        "product-certification",
    ),
    Seeded(
        "certification-foreign",
        "Chứng nhận theo tiêu chuẩn nước ngoài",
        "Xác nhận sản phẩm phù hợp tiêu chuẩn của nước nhập khẩu hoặc hiệp hội.",
        "Khi xuất khẩu sang thị trường có tiêu chuẩn riêng.",
        ("tiêu chuẩn nước ngoài", "chứng nhận phù hợp tiêu chuẩn nước ngoài"),
        "product-certification",
    ),
    Seeded(
        "system-certification",
        "Chứng nhận hệ thống quản lý",
        "Bên thứ ba đánh giá và cấp chứng chỉ cho hệ thống đã áp dụng.",
        "Sau khi hệ thống đã chạy ổn định và có hồ sơ.",
        ("chứng nhận HTQL an toàn thực phẩm, môi trường, năng lượng, an toàn và sức khỏe nghề nghiệp",),
    ),
    Seeded(
        "trademark",
        "Nhãn hiệu, chỉ dẫn địa lý",
        "Đăng ký và quản lý nhãn hiệu, nhãn hiệu tập thể, nhãn hiệu chứng nhận, chỉ dẫn địa lý.",
        "Khi sản phẩm đã có chất lượng ổn định và cần được bảo hộ tên gọi.",
        ("nhãn hiệu",),
    ),
    Seeded(
        "quality-award",
        "Giải thưởng chất lượng quốc gia",
        "Tự đánh giá theo tiêu chí của giải và được chuyên gia góp ý.",
        "Khi doanh nghiệp đã hoạt động đủ thời gian và muốn soi lại toàn bộ quản lý.",
        ("Giải thưởng chất lượng quốc gia",),
        once=False,
    ),
)

BASE_STANDARD = (
    Seeded(
        "base-standard",
        "Xây dựng, áp dụng tiêu chuẩn cơ sở",
        "Tiêu chuẩn do chính đơn vị đặt ra cho sản phẩm, dịch vụ của mình (TCCS).",
        "Khi sản phẩm chưa có tiêu chuẩn công bố; là điều kiện để ghi nhãn.",
        (
            "tiêu chuẩn cơ sở",
            "TCCS",
            "xây dựng áp dụng tiêu chuẩn cơ sở",
            "Xây dựng tiêu chuẩn cơ sở",
            "hướng dẫn xây dựng và áp dụng tiêu chuẩn cơ sở (TCCS)",
        ),
        once=False,
    ),
    Seeded(
        "standards-solutions",
        "Áp dụng tiêu chuẩn, quy chuẩn kỹ thuật",
        "Tìm, hiểu và đưa tiêu chuẩn, quy chuẩn vào sản xuất.",
        "Khi tiêu chuẩn thay đổi hoặc đơn vị mới vào ngành.",
        ("áp dụng giải pháp về tiêu chuẩn, quy chuẩn kỹ thuật",),
    ),
    Seeded(
        "declared-standard",
        "Công bố tiêu chuẩn áp dụng",
        "Công bố tiêu chuẩn mà sản phẩm tuân theo và ghi lên nhãn.",
        "Trước khi đưa sản phẩm ra thị trường.",
        ("công bố áp dụng tiêu chuẩn",),
        "standards-solutions",
    ),
    Seeded(
        "local-regulation",
        "Quy chuẩn kỹ thuật địa phương",
        "Quy chuẩn do Ủy ban nhân dân tỉnh ban hành cho đặc sản hoặc yêu cầu riêng.",
        "Khi sản phẩm đặc thù của tỉnh chưa có quy chuẩn quốc gia.",
        ("quy chuẩn kỹ thuật địa phương",),
    ),
)

TRACEABILITY = (
    Seeded(
        "traceability",
        "Truy xuất nguồn gốc",
        "Ghi và nối thông tin từ nguyên liệu đến nơi bán để tìm lại được khi cần.",
        "Khi bán nông sản, thực phẩm; khi khách hàng hoặc pháp luật đòi nguồn gốc.",
        (
            "truy xuất nguồn gốc",
            "hướng dẫn triển khai hệ thống truy xuất nguồn gốc",
            "hệ thống truy xuất nguồn gốc (áp dụng và chứng nhận)",
        ),
    ),
    Seeded(
        "barcode",
        "Mã số mã vạch",
        "Đăng ký mã doanh nghiệp, mã sản phẩm (GTIN), mã địa điểm (GLN).",
        "Trước khi vào siêu thị, sàn điện tử hoặc làm truy xuất nguồn gốc.",
        ("mã số mã vạch",),
        "traceability",
    ),
    Seeded(
        "growing-area-code",
        "Mã số vùng trồng, cơ sở đóng gói",
        "Mã do cơ quan bảo vệ thực vật cấp cho vùng trồng và nơi đóng gói xuất khẩu.",
        "Khi xuất khẩu rau, quả chính ngạch.",
        (),
        "traceability",
    ),
)

DIGITAL = (
    Seeded(
        "digital-transformation",
        "Chuyển đổi số trong doanh nghiệp",
        "Đưa dữ liệu và phần mềm vào cách làm việc hằng ngày.",
        "Khi sổ sách còn trên giấy và việc theo dõi mất nhiều thời gian.",
        ("chuyển đổi số",),
    ),
    Seeded(
        "enterprise-it",
        "Công nghệ thông tin trong quản trị doanh nghiệp",
        "Phần mềm kế toán, kho, bán hàng, nhân sự, quản trị tổng thể (ERP).",
        "Khi quy trình đã rõ và cần bớt ghi chép trùng.",
        ("CNTT, công nghệ số cho hệ thống quản trị doanh nghiệp",),
        "digital-transformation",
    ),
    Seeded(
        "smart-production",
        "Sản xuất thông minh",
        "Máy, cảm biến và phần mềm nối nhau để điều khiển sản xuất theo số liệu.",
        "Khi đã có dữ liệu ở từng công đoạn.",
        ("công cụ hỗ trợ cho sản xuất thông minh, dịch vụ thông minh",),
        "digital-transformation",
    ),
    Seeded(
        "smart-service",
        "Dịch vụ thông minh",
        "Dịch vụ dùng dữ liệu để phục vụ đúng người, đúng lúc.",
        "Với du lịch, vận tải, thương mại, y tế, giáo dục.",
        (),
        "digital-transformation",
    ),
    Seeded(
        "digital-productivity-tools",
        "Công cụ cải tiến năng suất trên nền tảng số",
        "Thu thập số liệu tự động, bảng theo dõi, phân tích dữ liệu phục vụ cải tiến.",
        "Khi công cụ truyền thống đã quen và cần nhanh hơn.",
        ("công cụ cải tiến năng suất dựa trên nền tảng số và đổi mới sáng tạo",),
        "digital-transformation",
    ),
)

TECHNOLOGY = (
    Seeded(
        "technology",
        "Nghiên cứu, đổi mới, chuyển giao và ứng dụng công nghệ",
        "Thay hoặc cải tiến máy móc, quy trình; nhận chuyển giao công nghệ.",
        "Khi thiết bị cũ là nguyên nhân chính của năng suất thấp.",
        ("nghiên cứu, đổi mới, chuyển giao và ứng dụng công nghệ",),
        once=False,
    ),
    Seeded(
        "technology-assessment",
        "Đánh giá trình độ công nghệ",
        "Chấm điểm trình độ và năng lực công nghệ theo bộ tiêu chí chung.",
        "Trước khi quyết định đổi mới, hoặc khi tỉnh khảo sát một ngành.",
        ("trình độ công nghệ",),
        "technology",
        once=False,
    ),
    Seeded(
        "technology-roadmap",
        "Lộ trình công nghệ",
        "Kế hoạch nhiều năm về công nghệ gắn với sản phẩm và thị trường.",
        "Khi đã đánh giá trình độ và cần chọn thứ tự đầu tư.",
        (),
        "technology",
    ),
)

TESTING = (
    Seeded(
        "product-testing",
        "Thử nghiệm sản phẩm",
        "Thử mẫu tại phòng thử nghiệm có năng lực để biết sản phẩm đạt hay chưa.",
        "Trước khi công bố tiêu chuẩn, chứng nhận hoặc khi thay nguyên liệu.",
        ("thử nghiệm",),
        once=False,
    ),
    Seeded(
        "startup-testing",
        "Thử nghiệm sản phẩm mới cho doanh nghiệp khởi nghiệp sáng tạo",
        "Hỗ trợ chi phí thử nghiệm cho sản phẩm mới của doanh nghiệp khởi nghiệp.",
        "Khi sản phẩm mới sắp ra thị trường.",
        ("thử nghiệm sản phẩm mới cho doanh nghiệp khởi nghiệp sáng tạo",),
        "product-testing",
        once=False,
    ),
    Seeded(
        "measurement",
        "Bảo đảm đo lường, hiệu chuẩn",
        "Giữ cho phương tiện đo đúng, có hồ sơ hiệu chuẩn.",
        "Khi kết quả cân, đo quyết định chất lượng hoặc tiền hàng.",
    ),
)

TRAINING = (
    Seeded(
        "training-basic",
        "Tập huấn năng suất, chất lượng cơ bản",
        "Lớp ngắn cho người quản lý và người lao động về cách làm và ích lợi.",
        "Trước khi áp dụng hệ thống hay công cụ.",
        ("tập huấn", "đào tạo"),
        once=False,
    ),
    Seeded(
        "training-expert",
        "Đào tạo chuyên gia năng suất, chất lượng",
        "Khóa dài kết thúc bằng chứng chỉ chuyên gia.",
        "Khi tỉnh hoặc doanh nghiệp cần người hướng dẫn tại chỗ.",
        ("chuyên gia năng suất",),
        once=False,
    ),
    Seeded(
        "training-auditor",
        "Đào tạo đánh giá viên nội bộ",
        "Người trong đơn vị biết tự đánh giá hệ thống của mình.",
        "Khi đang xây dựng hệ thống quản lý.",
        (),
        once=False,
    ),
    Seeded(
        "student-clubs",
        "Câu lạc bộ cải tiến năng suất trong trường",
        "Sinh viên tìm hiểu và làm thử cải tiến cùng doanh nghiệp.",
        "Khi trường và doanh nghiệp muốn chuẩn bị nhân lực.",
        ("câu lạc bộ cải tiến năng suất",),
        once=False,
    ),
)
