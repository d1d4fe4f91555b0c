"""Results handed over: who fetched which, as whom, how it was checked and signed for, or which parcel has them."""
