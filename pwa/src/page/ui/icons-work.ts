/* The drawings of filling, photographing, printing and the office; loaded with those screens. */
export const binIcon = "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5"
export const bookIcon = "M5 5.5A2 2 0 0 1 7 3.5h12v14H7a2 2 0 0 0-2 2ZM5 19.5a2 2 0 0 0 2 2h12v-4M9 8h6M9 11.5h4"
export const cameraIcon =
  "M4 8.5A1.5 1.5 0 0 1 5.5 7H8l1.5-2h5L16 7h2.5A1.5 1.5 0 0 1 20 8.5V17a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17ZM8.6 12.7a3.4 3.4 0 1 0 6.8 0 3.4 3.4 0 1 0-6.8 0"
export const cardIcon =
  "M5 5.5h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7.5a2 2 0 0 1 2-2ZM6.5 11a2 2 0 1 0 4 0 2 2 0 1 0-4 0M5.8 15.5a2.9 2.9 0 0 1 5.4 0M14 10h4M14 13.5h4"
export const chartIcon = "M4 20h16M7 16.5V11M12 16.5V5.5M17 16.5V8.5"
export const coinIcon = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M14.5 8v7.5M14.5 13a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM12.8 9.3h3M9.5 17.5h5"
export const copyIcon =
  "M10.5 8.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H10.5a2 2 0 0 1-2-2V10.5a2 2 0 0 1 2-2ZM15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2"
export const dataIcon = "M7 18.5V6M3.8 9 7 5.5 10.2 9M17 5.5V18M13.8 15l3.2 3.5 3.2-3.5"
export const downloadIcon = "M12 4.5v10M7.5 10.5 12 15l4.5-4.5M4.5 15v3a1.8 1.8 0 0 0 1.8 1.8h11.4a1.8 1.8 0 0 0 1.8-1.8v-3"
export const fileIcon =
  "M7 3.5h7l4.5 4.5v11A1.5 1.5 0 0 1 17 20.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 0 0 1 7 3.5ZM13.5 4v4.5h5M9 13h6M9 16.5h4"
export const gearIcon =
  "M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0M12 3.5v3M12 17.5v3M3.5 12h3M17.5 12h3M6 6l2.1 2.1M15.9 15.9 18 18M18 6l-2.1 2.1M8.1 15.9 6 18"
export const handIcon = "M4 7.5h9l3 3h4M4 7.5v9h3l3 2h6a2 2 0 0 0 2-2v-1M13 10.5h-3.5a1.5 1.5 0 0 0 0 3H14l4 2.5M14.5 3.5h5v4"
export const imageIcon =
  "M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5ZM4 16.5l5-5 4.5 4.5 3-3 4 4M14.5 9a1.3 1.3 0 1 0 2.6 0 1.3 1.3 0 1 0-2.6 0"
export const inboxIcon = "M4 13.5 6.5 5h11L20 13.5V18a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18ZM4 13.5h4.5a3.5 3.5 0 0 0 7 0H20"
/** A speaker beside a number: somebody is called to a counter. */
export const callIcon = "M3 9.8h2.8L9.5 6.5v11l-3.7-3.3H3ZM13 8.8a4.6 4.6 0 0 1 0 6.4M16.5 6.5h4M18.5 6.5v11M16.5 17.5h4"
/** Two who speak: one asks, the other answers. */
export const askIcon = "M4 4.5h10v7H9l-3 3v-3H4ZM17 9.5h3v7h-2v3l-3-3h-5v-2"
export const moonIcon = "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z"
export const noIcon = "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M6 6l12 12"
export const plusIcon = "M12 5v14M5 12h14"
export const printIcon =
  "M7 9V4h10v5M7 17H5.5A1.5 1.5 0 0 1 4 15.5v-5A1.5 1.5 0 0 1 5.5 9h13a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H17M7 14h10v6H7z"
export const shareIcon =
  "M8.5 13.2 15.5 17M15.5 7l-7 3.8M3.5 12a2.7 2.7 0 1 0 5.4 0 2.7 2.7 0 1 0-5.4 0M15.2 5.5a2.7 2.7 0 1 0 5.4 0 2.7 2.7 0 1 0-5.4 0M15.2 18.5a2.7 2.7 0 1 0 5.4 0 2.7 2.7 0 1 0-5.4 0"
export const sunIcon =
  "M8 12a4 4 0 1 0 8 0 4 4 0 1 0-8 0M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"
export const zoomInIcon = "M4.5 10.5a6 6 0 1 0 12 0 6 6 0 1 0-12 0M15 15l5 5M10.5 8v5M8 10.5h5"
export const zoomOutIcon = "M4.5 10.5a6 6 0 1 0 12 0 6 6 0 1 0-12 0M15 15l5 5M8 10.5h5"
