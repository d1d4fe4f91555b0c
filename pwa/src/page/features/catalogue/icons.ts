/* The drawings above the doors of the home page, one a life event. */
export const allIcon = "M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z"
export const allowanceIcon =
  "M4 14.5 7 12h4.5a1.5 1.5 0 0 1 0 3H9M11.8 14.8l5-3.3a1.5 1.5 0 0 1 1.8 2.4L14 18H7.5L4 20.5M12.5 9.3 10 6.9a1.7 1.7 0 0 1 2.5-2.3 1.7 1.7 0 0 1 2.5 2.3Z"
export const birthIcon =
  "M4 12.5a8 8 0 1 0 16 0 8 8 0 1 0-16 0M12 4.5c0-1.5 2.5-1.3 2.3.4-.2 1.3-1.8 1.5-2.3.6M9 12h.01M15 12h.01M9.3 15.3a3.8 3.8 0 0 0 5.4 0"
export const copiesIcon =
  "M8 7.5V5a1.5 1.5 0 0 1 1.5-1.5h6L20 8v7.5a1.5 1.5 0 0 1-1.5 1.5H17M4 9a1.5 1.5 0 0 1 1.5-1.5h8L17 11v8a1.5 1.5 0 0 1-1.5 1.5h-10A1.5 1.5 0 0 1 4 19ZM7.5 15l2.2 2.2 3.8-4"
export const landIcon = "M3.5 7 9 4.5l6 2.5 5.5-2.5V17L15 19.5 9 17l-5.5 2.5ZM9 4.5V17M15 7v12.5"
export const lotusIcon =
  "M12 5c2.6 2.4 3.6 5 3.6 7.5S14.3 17 12 18c-2.3-1-3.6-3-3.6-5.5S9.4 7.4 12 5ZM8.5 11.5C6.5 10.5 4.5 10.5 3 11c.3 3.8 3.5 6.7 9 7 5.5-.3 8.7-3.2 9-7-1.5-.5-3.5-.5-5.5.5M6 20.5h12"
export const moveIcon = "M3.5 11l7-6 7 6M5.5 9.5V19H11M9 19v-4.5h3M14 17h6.5M17.8 14l2.9 3-2.9 3"
export const shopIcon =
  "M4.5 9.5 6 4.5h12l1.5 5M4.5 9.5a2.5 2.5 0 0 0 5 0 2.5 2.5 0 0 0 5 0 2.5 2.5 0 0 0 5 0M6 12v7.5h12V12M10 19.5v-4h4v4"
export const weddingIcon =
  "M3.5 14a5.2 5.2 0 1 0 10.4 0 5.2 5.2 0 1 0-10.4 0M10.1 14a5.2 5.2 0 1 0 10.4 0 5.2 5.2 0 1 0-10.4 0M13.5 4.5l1.8 2 1.8-2-.8-1h-2Z"
