"""Sentences for what can go wrong in the administrator's rooms."""

from app.core.error_texts import add

add(
    {
        "calendar_of_the_province": (
            "Ngày nghỉ cả nước do quản trị của tỉnh ghi. Bạn ghi được ngày riêng của đơn vị mình.",
            "Days of the whole country are set by the province's administrator. You can set your own unit's days.",
        ),
        "moved_list_changed": (
            "Trong lúc bạn xem, có hồ sơ vừa thay đổi. Xem lại danh sách ngày hẹn sẽ dời rồi lưu.",
            "Some dossiers changed meanwhile. Look at the list of due dates once more, then save.",
        ),
        "account_holds_work": (
            "Người này còn giữ {dossiers} hồ sơ và {tasks} việc chưa xong. Bàn giao hết rồi mới đóng tài khoản.",
            "This person still holds {dossiers} dossiers and {tasks} tasks. Hand them over, then close the account.",
        ),
        "account_is_closed": (
            "Tài khoản này đã đóng.",
            "This account is closed.",
        ),
        "account_of_several_units": (
            "Người này còn làm ở đơn vị bạn không quản trị. Bạn chỉ đổi được vai trò ở đơn vị của mình.",
            "This person also works at a unit you do not look after. You can only change roles at your own units.",
        ),
        "not_your_own_role": (
            "Bạn không tự bỏ vai trò quản trị của mình. Nhờ một quản trị khác.",
            "You cannot end your own administrator's role. Ask another administrator.",
        ),
        "not_your_own_account": (
            "Bạn không tự đóng tài khoản của mình. Nhờ một quản trị khác.",
            "You cannot close your own account. Ask another administrator.",
        ),
        "sheet_too_large": (
            "Tệp quá lớn. Tệp danh sách cán bộ nhiều nhất 1 MB.",
            "The file is too large: 1 MB at most.",
        ),
        "sheet_too_many_rows": (
            "Mỗi lần nhập nhiều nhất {most} dòng. Chia danh sách thành nhiều tệp.",
            "At most {most} rows at a time. Split the list.",
        ),
        "sheet_unreadable": (
            "Không đọc được tệp này. Lưu lại ở dạng Excel (.xlsx) rồi chọn lại.",
            "This file cannot be read. Save it as Excel (.xlsx) and choose it again.",
        ),
        "sheet_wrong_headings": (
            "Dòng đầu phải có đúng các cột: {columns}. Tải tệp mẫu về để điền.",
            "The first row must have exactly these columns: {columns}. Download the example and fill it in.",
        ),
        "sheet_empty": (
            "Tệp chưa có dòng nào dưới dòng tiêu đề.",
            "There is no row under the headings.",
        ),
        "sheet_changed": (
            "Tệp này không phải tệp vừa xem. Xem lại rồi nhập.",
            "This is not the file that was looked at. Look at it again, then take it in.",
        ),
        "sheet_has_faults": (
            "Tệp còn {count} chỗ sai nên chưa nhập ai. Sửa trong tệp rồi chọn lại.",
            "{count} things are wrong, so nobody was taken in. Mend the file and choose it again.",
        ),
        "cell_formula": (
            "Ô này là công thức. Ghi thẳng giá trị.",
            "This cell holds a formula. Write the value itself.",
        ),
        "cell_name_missing": (
            "Ghi họ và tên.",
            "Write the full name.",
        ),
        "cell_username_bad": (
            "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, số, dấu chấm hoặc gạch nối, như thi.mau.",
            "A sign-in name has 3 to 40 plain small letters, digits, dots or hyphens, like thi.mau.",
        ),
        "cell_username_twice": (
            "Tên đăng nhập này ở dòng {other} là của người khác.",
            "On row {other} this sign-in name is another person's.",
        ),
        "cell_row_twice": (
            "Dòng này trùng với dòng {other}.",
            "This row says the same as row {other}.",
        ),
        "cell_unit_unknown": (
            "Không có đơn vị này trong các đơn vị bạn quản trị.",
            "You look after no unit of this name.",
        ),
        "cell_unit_ambiguous": (
            "Có hai đơn vị cùng tên này. Ghi tên trên đường dẫn của đơn vị.",
            "Two units have this name. Write the unit's address name.",
        ),
        "cell_role_unknown": (
            "Không có vai trò này. Xem trang “Được ghi gì” trong tệp mẫu.",
            "There is no such role. See the second sheet of the example.",
        ),
        "hours_in_the_past": (
            "Giờ mới chỉ áp dụng từ hôm nay trở đi. Chọn ngày bắt đầu khác.",
            "New hours hold from today on at the earliest. Choose another first day.",
        ),
        "unit_list_changed": (
            "Trong lúc bạn xem, có thứ vừa thay đổi. Xem lại những gì sẽ đổi rồi lưu.",
            "Something changed meanwhile. Look once more at what will change, then save.",
        ),
        "unit_change": (
            "Không có thay đổi nào như vậy, hoặc thay đổi đã ghi trước khi có chức năng rút lại.",
            "There is no such change, or it was planned before changes could be taken back.",
        ),
        "unit_change_taken_back": (
            "Thay đổi này đã được rút lại rồi.",
            "This change was taken back already.",
        ),
        "unit_change_began": (
            "Đã tới ngày có hiệu lực nên không rút lại được nữa. Hãy ghi một thay đổi mới.",
            "Its day has come, so it cannot be taken back. Make a new change instead.",
        ),
        "unit_change_rests": (
            "Có thay đổi khác dựa vào đơn vị sắp lập. Rút thay đổi đó trước.",
            "Another plan counts on the unit that is to be founded. Take that one back first.",
        ),
        "unit_change_has_people": (
            "Đơn vị sắp lập đã có cán bộ hoặc tổ công nghệ số. Chuyển họ đi trước rồi mới rút.",
            "The unit that is to be founded has people or groups already. Move them first.",
        ),
        "unit_merge_needs_two": (
            "Chọn ít nhất hai đơn vị để lập một đơn vị mới, hoặc một đơn vị nhập vào đơn vị đang có.",
            "Choose two units at least to make a new one, or one that goes into another that stands already.",
        ),
        "unit_split_needs_two": (
            "Chia tách cần ít nhất hai phần. Phần đầu tiếp quản hồ sơ và đường dẫn cũ.",
            "Splitting needs two parts at least. The first carries on with dossiers and old addresses.",
        ),
    }
)
